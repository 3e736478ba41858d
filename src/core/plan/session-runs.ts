import { Arena } from '../columns/arena.ts';
import { ByteSink } from '../columns/byte-sink.ts';
import { ByteSource } from '../columns/byte-source.ts';
import { decodeColumns, encodeColumns } from '../columns/codec.ts';
import { type BytesColumn, columnKind, type NumberColumn, type TextColumn } from '../columns/column.ts';
import type { Storage } from '../storage/storage.ts';
import type { SessionIds } from './session-ids.ts';
import { type SessionNames, type SessionTable, TOLD_FIELDS } from './session-table.ts';

/** A block of a run is closed after so many sessions at most, or after this many steps. */
const MOST_BLOCK_ROWS = 1024;
const LEAST_BLOCK_ROWS = 64;
const BLOCK_STEPS = 1_000_000;
/** Sessions in the blocks of all runs together, where blocks have more than the least. */
const MERGED_ROWS = 16_384;
const KINDS = TOLD_FIELDS.map((field) => (field.name === 'session_id' ? 'bytes' : columnKind(field)));

/** Sessions as a run keeps them; good until the next block of it is asked for. */
export interface SessionBlock {
  rows: number;
  /** In the order of TOLD_FIELDS. */
  columns: (NumberColumn | TextColumn | BytesColumn)[];
  /** The steps of row i are steps[stepEnds[i - 1], stepEnds[i]). */
  stepEnds: Uint32Array;
  steps: Uint32Array;
}

/** The sessions of a run: which of a table, in order of start and id, and how they are called. */
export interface SessionRun {
  table: SessionTable;
  order: Uint32Array;
  ids: SessionIds;
  names: SessionNames;
}

/** Sessions of a block where so many runs are merged, of each of which one is in memory. */
export function blockRowsOf(runs: number): number {
  return Math.max(LEAST_BLOCK_ROWS, Math.min(MOST_BLOCK_ROWS, Math.floor(MERGED_ROWS / runs)));
}

/** Writes a run in blocks of so many rows at most; returns where each block of it ends. */
export async function writeSessionRun(
  run: SessionRun,
  temp: Storage,
  path: string,
  blockRows: number,
): Promise<number[]> {
  const { table, ids, names } = run;
  const ends: number[] = [];
  const sink = new ByteSink();
  const arena = new Arena();
  async function* blocks(): AsyncGenerator<Uint8Array> {
    let end = 0;
    for (const block of inBlocks(run, blockRows)) {
      sink.clear();
      arena.clear();
      encodeColumns(table.columns(block, ids, names, arena), block.length, sink);
      encodeSteps(table, block, sink);
      ends.push((end += sink.length));
      yield sink.bytes();
    }
  }
  await temp.write(path, blocks(), { durable: false });
  return ends;
}

/** Reads a run block by block. */
export async function* readSessionRun(
  temp: Storage,
  path: string,
  ends: readonly number[],
): AsyncGenerator<SessionBlock> {
  const arena = new Arena();
  let start = 0;
  for (const end of ends) {
    arena.clear();
    const source = new ByteSource(await temp.read(path, { start, end }, { arena }));
    const { rows, columns } = decodeColumns(source, KINDS, arena);
    const stepEnds = source.u32s(rows);
    yield { rows, columns, stepEnds, steps: source.u32s(stepEnds.at(-1) ?? 0) };
    start = end;
  }
  arena.release();
}

/** Cuts sessions into blocks that memory can hold whatever the length of their journeys. */
export function* inBlocks(
  { table, order }: Pick<SessionRun, 'table' | 'order'>,
  rows: number,
): Generator<Uint32Array> {
  let from = 0;
  let steps = 0;
  for (let i = 0; i < order.length; i++) {
    steps += table.counts[order[i] as number] as number;
    if (i + 1 - from < rows && steps < BLOCK_STEPS) continue;
    yield order.subarray(from, i + 1);
    from = i + 1;
    steps = 0;
  }
  if (from < order.length) yield order.subarray(from);
}

function encodeSteps(table: SessionTable, block: Uint32Array, sink: ByteSink): void {
  let end = 0;
  sink.array(block.map((session) => (end += table.counts[session] as number)));
  sink.align(8);
  for (const session of block) {
    const { buffer, byteOffset, byteLength } = table.steps(session);
    sink.raw(new Uint8Array(buffer, byteOffset, byteLength));
  }
  sink.align(8);
}
