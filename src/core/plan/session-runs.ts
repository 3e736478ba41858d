import { ByteSink, ByteSource } from '../columns/byte-sink.ts';
import { decodeColumns, encodeColumns } from '../columns/codec.ts';
import { type Column, columnKind, toColumns } from '../columns/column.ts';
import type { Session } from '../event.ts';
import { SESSION_FIELDS } from '../fields.ts';
import type { Storage } from '../storage/storage.ts';

/** A block of a run is closed after this many sessions, or this many characters of journeys. */
const BLOCK_ROWS = 2048;
const BLOCK_TEXT = 4_000_000;
const KINDS = SESSION_FIELDS.map(columnKind);

/** Writes sessions that come in order of start and id; returns where each block of them ends. */
export async function writeSessionRun(
  sessions: Iterable<Session>,
  temp: Storage,
  path: string,
): Promise<number[]> {
  const ends: number[] = [];
  async function* blocks(): AsyncGenerator<Uint8Array> {
    let end = 0;
    for (const block of inBlocks(sessions)) {
      const sink = new ByteSink();
      encodeColumns(toColumns(block, SESSION_FIELDS), block.length, sink);
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
): AsyncGenerator<Session> {
  const heads: { session: Session; rest: AsyncGenerator<Session> }[] = [];
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

type Head = { session: Session; rest: AsyncGenerator<Session> };

function bySessionStart(a: Session, b: Session): number {
  return (
    a.session_start - b.session_start ||
    (a.session_id < b.session_id ? -1 : a.session_id > b.session_id ? 1 : 0)
  );
}

async function* readRun(temp: Storage, path: string, ends: readonly number[]): AsyncGenerator<Session> {
  let start = 0;
  for (const end of ends) {
    const source = new ByteSource(await temp.read(path, { start, end }));
    const { rows, columns } = decodeColumns(source, KINDS);
    for (let row = 0; row < rows; row++) yield toSession(columns, row);
    start = end;
  }
}

function toSession(columns: readonly Column[], row: number): Session {
  const session: Record<string, unknown> = {};
  SESSION_FIELDS.forEach(({ name, kind }, i) => {
    const column = columns[i] as Column;
    if (column.kind === 'text') session[name] = column.values[(column.codes[row] as number) - 1] ?? null;
    else {
      const value = column.values[row] as number;
      session[name] = Number.isNaN(value) ? null : kind === 'bool' ? value === 1 : value;
    }
  });
  return session as unknown as Session;
}

function* inBlocks(sessions: Iterable<Session>): Generator<Session[]> {
  let block: Session[] = [];
  let text = 0;
  for (const session of sessions) {
    block.push(session);
    text += session.event_journey.length;
    if (block.length < BLOCK_ROWS && text < BLOCK_TEXT) continue;
    yield block;
    block = [];
    text = 0;
  }
  if (block.length > 0) yield block;
}
