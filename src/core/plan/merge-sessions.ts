import { Arena } from '../columns/arena.ts';
import type { BytesColumn, NumberColumn, TextColumn } from '../columns/column.ts';
import { compareTexts, type TextRange } from '../columns/text-order.ts';
import type { Storage } from '../storage/storage.ts';
import { Names } from './names.ts';
import { readSessionRun, type SessionBlock } from './session-runs.ts';
import { TOLD_FIELDS } from './session-table.ts';

/** A batch is handed on after this many sessions, or this many steps. */
const BATCH_ROWS = 1024;
const BATCH_STEPS = 500_000;

const ID = TOLD_FIELDS.findIndex(({ name }) => name === 'session_id');
const START = TOLD_FIELDS.findIndex(({ name }) => name === 'session_start');

/** Sessions in order of start, then id in code unit order. */
export interface SessionBatch {
  /** In the order of TOLD_FIELDS. */
  columns: readonly (NumberColumn | TextColumn | BytesColumn)[];
  /** The sessions, one after another, as rows of the columns. */
  rows: Uint32Array;
  /** Type codes of a row's events in order of time. */
  stepsOf: (row: number) => Uint32Array;
}

/**
 * Merges runs, whose blocks have `blockRows` rows at most, into all sessions in order; a batch is good until the next is asked for.
 * Memory: one block a run.
 */
export async function* mergeSessionRuns(
  runs: readonly { path: string; ends: readonly number[] }[],
  temp: Storage,
  blockRows: number,
): AsyncGenerator<SessionBatch> {
  const window = new Window(runs.length, blockRows);
  const heads = runs.map(({ path, ends }, slot) => ({
    slot,
    blocks: readSessionRun(temp, path, ends),
    row: 0,
    end: 0,
  }));
  const rows = new Uint32Array(BATCH_ROWS);
  let count = 0;
  let steps = 0;
  const batch = (): SessionBatch => {
    const taken = window.batch(rows.subarray(0, count));
    count = 0;
    steps = 0;
    return taken;
  };
  for (let open = heads; open.length > 0;) {
    const spent = open.filter(({ row, end }) => row === end);
    if (spent.length > 0) {
      if (count > 0) yield batch();
      for (const head of spent) {
        const { value, done } = await head.blocks.next();
        head.row = head.slot * blockRows;
        head.end = head.row + (done === true ? 0 : window.fill(head.slot, value));
      }
      open = open.filter(({ row, end }) => row < end);
      continue;
    }
    let first = open[0] as (typeof open)[number];
    for (const head of open) if (window.precedes(head.row, first.row)) first = head;
    rows[count++] = first.row;
    steps += window.stepsOf(first.row++).length;
    if (count === BATCH_ROWS || steps >= BATCH_STEPS) yield batch();
  }
  if (count > 0) yield batch();
}

/** One block of each run, side by side in columns: that of run i begins at row i * blockRows. */
class Window {
  /** The ids are those of a batch. */
  readonly #columns: (NumberColumn | TextColumn | BytesColumn)[];
  readonly #blocks: SessionBlock[] = [];
  /** For each column of texts that come again, their codes. */
  readonly #names = TOLD_FIELDS.map(() => new Names());
  readonly #blockRows: number;
  readonly #starts: Float64Array;
  /** For each row of a batch its place in it, from 1. */
  readonly #idCodes: Uint32Array;
  readonly #arena = new Arena();

  constructor(runs: number, blockRows: number) {
    const rows = runs * blockRows;
    this.#blockRows = blockRows;
    this.#columns = TOLD_FIELDS.map(({ kind }, i) =>
      kind === 'text'
        ? { kind, codes: new Uint32Array(rows), values: (this.#names[i] as Names).list }
        : { kind: 'number', values: new Float64Array(rows) },
    );
    this.#idCodes = new Uint32Array(rows);
    this.#starts = (this.#columns[START] as NumberColumn).values;
  }

  /** Some rows as a batch. */
  batch(rows: Uint32Array): SessionBatch {
    const columns = this.#columns.with(ID, this.#idsOf(rows));
    return { columns, rows, stepsOf: (row) => this.stepsOf(row) };
  }

  /** Takes the next block of a run; returns its rows. */
  fill(run: number, block: SessionBlock): number {
    const start = run * this.#blockRows;
    this.#blocks[run] = block;
    this.#columns.forEach((column, i) => {
      const given = block.columns[i];
      if (column.kind === 'number') column.values.set((given as NumberColumn).values, start);
      else if (i !== ID)
        this.#fillCodes(column.codes, given as TextColumn, { names: this.#names[i] as Names, start });
    });
    return block.rows;
  }

  /** Whether a row comes before another. */
  precedes(a: number, b: number): boolean {
    const difference = (this.#starts[a] as number) - (this.#starts[b] as number);
    return difference < 0 || (difference === 0 && compareTexts(this.#idOf(a), this.#idOf(b)) < 0);
  }

  stepsOf(row: number): Uint32Array {
    const { stepEnds, steps } = this.#blocks[Math.floor(row / this.#blockRows)] as SessionBlock;
    const i = row % this.#blockRows;
    return steps.subarray(i === 0 ? 0 : stepEnds[i - 1], stepEnds[i]);
  }

  /** The id of a row, as its block has it. */
  #idOf(row: number): TextRange {
    const { columns } = this.#blocks[Math.floor(row / this.#blockRows)] as SessionBlock;
    const { codes, ends, bytes } = columns[ID] as BytesColumn;
    const code = codes[row % this.#blockRows] as number;
    return { bytes, start: code === 1 ? 0 : (ends[code - 2] as number), end: ends[code - 1] as number };
  }

  #idsOf(rows: Uint32Array): BytesColumn {
    this.#arena.clear();
    const ids = Array.from(rows, (row) => this.#idOf(row));
    const ends = this.#arena.words(rows.length);
    let end = 0;
    ids.forEach(({ start, end: stop }, i) => (ends[i] = end += stop - start));
    const bytes = this.#arena.bytes(end);
    ids.forEach(({ bytes: from, start, end: stop }, i) => {
      bytes.set(from.subarray(start, stop), i === 0 ? 0 : ends[i - 1]);
      this.#idCodes[rows[i] as number] = i + 1;
    });
    return { kind: 'bytes', codes: this.#idCodes, ends, bytes };
  }

  #fillCodes(
    into: Uint32Array,
    { codes, values }: TextColumn,
    { names, start }: { names: Names; start: number },
  ): void {
    const ours = [null, ...values].map((value) => names.code(value));
    for (let i = 0; i < codes.length; i++) into[start + i] = ours[codes[i] as number] as number;
  }
}
