import { sliceOf } from '../sources/generate.ts';
import type { Shop } from '../sources/shopper/shop.ts';
import type { TextShape } from '../sinks/element-text.ts';
import type { Executor } from './executor.ts';
import { type Compress, type MadePart, PART_BYTES, partMaker, type PartWish } from './generate-part.ts';

/** Events of a part, about: its text is held in memory, once more while it is compressed. */
const PART = 20_000;

export interface GeneratePartsOptions {
  shape: TextShape;
  /** Parts to make, `to` exclusive. @default all */
  parts?: { from: number; to: number } | undefined;
  /** Makes a gzip member of each part. @default parts are not compressed */
  compress?: Compress | undefined;
  /** Makes the parts, several at once, and compresses them. @default this thread */
  executor?: Executor | undefined;
  /** Room that other parts have left; what these leave is added. @default none */
  rooms?: (Uint8Array | null)[] | undefined;
  signal?: AbortSignal | undefined;
}

/** How many parts the text of a run has; some of them may come to nothing. */
export function countParts({ scenario }: Shop): number {
  return Math.ceil(scenario.count / PART);
}

/**
 * The parts of a run in order, made some ahead. Where they are cut follows from the options of the run alone. Where they are
 * compressed, the text of one is there until the next is asked for. Memory: two parts, and one more for each thread.
 */
export async function* generateParts(
  shop: Shop,
  options: GeneratePartsOptions,
): AsyncGenerator<MadePart, void, undefined> {
  const { shape, compress, executor, rooms = [], signal } = options;
  const count = countParts(shop);
  const { from, to } = options.parts ?? { from: 0, to: count };
  const isPacked = compress !== undefined;
  const make = executor === undefined ? partMaker(shop, compress) : inTasks(shop, executor);
  const most = (executor?.width ?? 1) + 1;
  const under: { room: Uint8Array | null; making: Promise<MadePart> }[] = [];

  function begin(index: number): void {
    const part = { isFirst: index === 0, isLast: index === count - 1 };
    const room = rooms.pop() ?? (isPacked ? newRoom(PART_BYTES, executor !== undefined) : null);
    const making = make({ slice: sliceOf(shop, index, count), shape, part, isPacked, room }, signal);
    // It is awaited in its turn, but may fail before.
    making.catch(() => {});
    under.push({ room, making });
  }

  let next = from;
  try {
    for (;;) {
      while (next < to && under.length < most) begin(next++);
      const first = under.shift();
      if (first === undefined) return;
      const { room, making } = first;
      const made = await making;
      yield made;
      const isTooSmall = room !== null && made.text.length > room.length;
      rooms.push(isTooSmall ? newRoom(made.text.length * 1.25, executor !== undefined) : room);
    }
  } finally {
    await Promise.allSettled(under.map(({ making }) => making));
  }
}

function newRoom(size: number, isShared: boolean): Uint8Array {
  return isShared ? new Uint8Array(new SharedArrayBuffer(size)) : new Uint8Array(size);
}

function inTasks(
  { scenario, sessions, lastLength }: Shop,
  executor: Executor,
): (wish: PartWish, signal: AbortSignal | undefined) => Promise<MadePart> {
  const { count, seed, until, days, profile, guests, buyers, abandonment, timeZone, chaos } = scenario;
  const options = { count, seed, until, days, profile, guests, buyers, abandonment, timeZone, chaos };
  const counted = { sessions, lastLength };
  return (wish, signal) => executor.run('part', { ...wish, options, counted }, { signal });
}
