import { type GenerateOptions, settle } from '../../sources/shopper/options.ts';
import type { SessionCount } from '../../sources/shopper/plan.ts';
import { openShop } from '../../sources/shopper/shop.ts';
import { type MadePart, type PartWish, partMaker } from '../generate-part.ts';
import type { TaskContext } from '../task-context.ts';

/** A part of a generation. */
export interface PartInput extends PartWish {
  options: GenerateOptions;
  /** Of the whole generation, so that they are counted once. */
  counted: SessionCount;
}

type PartMaker = ReturnType<typeof partMaker>;

/** The last generation of a context: there is hardly ever another. */
const makers = new WeakMap<TaskContext, { key: string; make: PartMaker }>();

/** Makes a part of a generated file. Memory: the part, beside the room it was given. */
export async function partTask(
  context: TaskContext,
  { options, counted, ...wish }: PartInput,
): Promise<MadePart> {
  const key = JSON.stringify(options);
  let maker = makers.get(context);
  if (maker?.key !== key) {
    maker = { key, make: partMaker(openShop(settle(options), counted), context.compress) };
    makers.set(context, maker);
  }
  const made = await maker.make(wish);
  return { ...made, packed: behind(made, wish.room) };
}

/** What is packed, behind the text where there is room for it: that need not be copied to whoever shares it. */
function behind({ text, packed }: MadePart, room: Uint8Array | null): Uint8Array | null {
  if (packed === null || room === null || room.buffer !== text.buffer) return packed;
  if (text.length + packed.length > room.length) return packed.slice();
  const place = room.subarray(text.length, text.length + packed.length);
  place.set(packed);
  return place;
}
