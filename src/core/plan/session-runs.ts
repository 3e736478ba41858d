import { ByteSink, ByteSource } from '../columns/byte-sink.ts';
import { decodeColumns, encodeColumns } from '../columns/codec.ts';
import { type Column, columnKind, toColumns } from '../columns/column.ts';
import { type Field, SESSION_FIELDS } from '../fields.ts';
import type { Storage } from '../storage/storage.ts';
import type { SteppedSession } from './session-table.ts';

/** A block of a run is closed after this many sessions, or this many steps. */
const BLOCK_ROWS = 2048;
const BLOCK_STEPS = 1_000_000;
/** Everything but the journey, which a run keeps as its steps. */
export const RUN_FIELDS = SESSION_FIELDS.filter(({ name }) => name !== 'event_journey') as Field<
  keyof SteppedSession
>[];
const KINDS = RUN_FIELDS.map(columnKind);

/** Writes sessions that come in order of start and id; returns where each block of them ends. */
export async function writeSessionRun(
  sessions: Iterable<SteppedSession>,
  temp: Storage,
  path: string,
): Promise<number[]> {
  const ends: number[] = [];
  async function* blocks(): AsyncGenerator<Uint8Array> {
    let end = 0;
    for (const block of inBlocks(sessions)) {
      const sink = new ByteSink();
      encodeColumns(toColumns(block, RUN_FIELDS), block.length, sink);
      encodeSteps(block, sink);
      ends.push((end += sink.length));
      yield sink.bytes();
    }
  }
  await temp.write(path, blocks(), { durable: false });
  return ends;
}

/** Merges runs into all sessions in order of start, then id. Memory: one block a run. */
export async function* mergeSessionRuns(
  runs: readonly { path: string; ends: readonly number[] }[],
  temp: Storage,
): AsyncGenerator<SteppedSession> {
  const heads: { session: SteppedSession; rest: AsyncGenerator<SteppedSession> }[] = [];
  for (const { path, ends } of runs) {
    const rest = readRun(temp, path, ends);
    const { value, done } = await rest.next();
    if (!done) heads.push({ session: value, rest });
  }
  while (heads.length > 0) {
    let first = 0;
    for (let i = 1; i < heads.length; i++) {
      if (bySessionStart((heads[i] as Head).session, (heads[first] as Head).session) < 0) first = i;
    }
    const head = heads[first] as Head;
    yield head.session;
    const { value, done } = await head.rest.next();
    if (done) heads.splice(first, 1);
    else head.session = value;
  }
}

type Head = { session: SteppedSession; rest: AsyncGenerator<SteppedSession> };

function bySessionStart(a: SteppedSession, b: SteppedSession): number {
  return (
    a.session_start - b.session_start ||
    (a.session_id < b.session_id ? -1 : a.session_id > b.session_id ? 1 : 0)
  );
}

async function* readRun(
  temp: Storage,
  path: string,
  ends: readonly number[],
): AsyncGenerator<SteppedSession> {
  let start = 0;
  for (const end of ends) {
    const source = new ByteSource(await temp.read(path, { start, end }));
    const { rows, columns } = decodeColumns(source, KINDS);
    const lengths = source.u32s(rows);
    let at = 0;
    const steps = source.u32s(source.u32());
    for (let row = 0; row < rows; row++) {
      yield toSession(columns, row, steps.subarray(at, (at += lengths[row] as number)));
    }
    start = end;
  }
}

function toSession(columns: readonly Column[], row: number, steps: Uint32Array): SteppedSession {
  const session: Record<string, unknown> = { steps };
  RUN_FIELDS.forEach(({ name, kind }, i) => {
    const column = columns[i] as Column;
    if (column.kind === 'text') session[name] = column.values[(column.codes[row] as number) - 1] ?? null;
    else if (column.kind === 'number') {
      const value = column.values[row] as number;
      session[name] = Number.isNaN(value) ? null : kind === 'bool' ? value === 1 : value;
    }
  });
  return session as unknown as SteppedSession;
}

function encodeSteps(block: readonly SteppedSession[], sink: ByteSink): void {
  sink.array(Uint32Array.from(block, ({ steps }) => steps.length));
  sink.u32(block.reduce((sum, { steps }) => sum + steps.length, 0));
  sink.align(8);
  for (const { steps } of block) sink.raw(new Uint8Array(steps.buffer, steps.byteOffset, steps.byteLength));
  sink.align(8);
}

/** Cuts sessions into blocks that memory can hold whatever the length of their journeys. */
export function* inBlocks(sessions: Iterable<SteppedSession>): Generator<SteppedSession[]> {
  let block: SteppedSession[] = [];
  let steps = 0;
  for (const session of sessions) {
    block.push(session);
    steps += session.steps.length;
    if (block.length < BLOCK_ROWS && steps < BLOCK_STEPS) continue;
    yield block;
    block = [];
    steps = 0;
  }
  if (block.length > 0) yield block;
}
