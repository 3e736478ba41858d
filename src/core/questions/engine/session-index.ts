import { type BytesColumn, compareTexts } from './columns.ts';
import { type SessionNumbers, sessionNumbers } from './session-numbers.ts';
import { sortTies } from './sort-rows.ts';
import { fileOfRow, type TableFile } from './table-files.ts';
import type { View } from './view.ts';

/** Every session's events in order of time, then of id: those of session s are at `starts[s]` to `starts[s + 1]`. */
export interface SessionIndex extends SessionNumbers {
  starts: Uint32Array;
  /** Rows of the table. */
  rows: Uint32Array;
  /** Microseconds since 1970-01-01T00:00Z. */
  times: Float64Array;
  /** Indexes into `types`. */
  steps: Uint32Array;
  types: readonly string[];
}

/** Sessions are put in order this many rows at a time. */
const STEP = 65_536;

/** Orders the sessions of a version, once as long as there is room for it. Memory: 36 bytes a row, 20 afterwards. */
export async function sessionIndex(view: View): Promise<SessionIndex> {
  return view.shared(
    `session index ${view.version}`,
    async (shared) => {
      await shared.loadAll(['event_type', 'timestamp', 'session_id']);
      return build(shared, await sessionNumbers(shared));
    },
    ({ starts, rows, times, steps }) =>
      starts.byteLength + rows.byteLength + times.byteLength + steps.byteLength,
  );
}

async function build(view: View, sessions: SessionNumbers): Promise<SessionIndex> {
  const { count, ofCode } = sessions;
  const starts = new Uint32Array(count + 1);
  for (const [at, file] of view.files.entries()) {
    const { codes } = await view.texts(file, 'session_id');
    const own = ofCode[at] as Uint32Array;
    for (let row = 0; row < codes.length; row++) starts[(own[codes[row] as number] as number) + 1]!++;
    await view.pace.step(file.rows);
  }
  for (let session = 0; session < count; session++) starts[session + 1]! += starts[session] as number;
  const next = starts.slice(0, count);
  const rows = new Uint32Array(view.rows);
  const times = new Float64Array(view.rows);
  const timeOfRow = new Float64Array(view.rows);
  for (const [at, file] of view.files.entries()) {
    timeOfRow.set(await view.numbers(file, 'timestamp'), file.base);
    const { codes } = await view.texts(file, 'session_id');
    const own = ofCode[at] as Uint32Array;
    for (let row = 0; row < codes.length; row++) {
      rows[next[own[codes[row] as number] as number]!++] = file.base + row;
    }
    await view.pace.step(file.rows * 2);
  }
  const ties = await orderByTime(view, starts, rows, timeOfRow);
  if (ties.length > 0) await orderById(view, ties, starts, rows, timeOfRow);
  const { types, typeOfRow } = await typesOf(view);
  const steps = new Uint32Array(rows.length);
  await view.pace.each(rows.length, (start, end) => {
    for (let i = start; i < end; i++) {
      times[i] = timeOfRow[rows[i] as number] as number;
      steps[i] = typeOfRow[rows[i] as number] as number;
    }
  });
  return { ...sessions, starts, rows, times, steps, types };
}

/** Sorts each session's rows by time; returns the sessions in which a time occurs twice. */
async function orderByTime(
  view: View,
  starts: Uint32Array,
  rows: Uint32Array,
  times: Float64Array,
): Promise<number[]> {
  const ties: number[] = [];
  let done = 0;
  for (let session = 0; session + 1 < starts.length; session++) {
    const [start, end] = [starts[session] as number, starts[session + 1] as number];
    let isSorted = true;
    let hasTies = false;
    for (let i = start + 1; i < end; i++) {
      const step = (times[rows[i] as number] as number) - (times[rows[i - 1] as number] as number);
      if (step < 0) isSorted = false;
      if (step === 0) hasTies = true;
    }
    if (!isSorted) {
      const own = rows.subarray(start, end);
      own.sort((a, b) => (times[a] as number) - (times[b] as number));
      hasTies = own.some((row, i) => i > 0 && times[row] === times[own[i - 1] as number]);
    }
    if (hasTies) ties.push(session);
    if (end - done > STEP) {
      await view.pace.step(end - done);
      done = end;
    }
  }
  return ties;
}

/** Sorts the rows of the same time by event id; reads ids only of the files that hold such rows. */
async function orderById(
  view: View,
  ties: readonly number[],
  starts: Uint32Array,
  rows: Uint32Array,
  times: Float64Array,
): Promise<void> {
  const keyOf = (row: number): number => times[row] as number;
  const ids = new Map<TableFile, BytesColumn>();
  const file = (row: number): TableFile => view.files[fileOfRow(view.files, row)] as TableFile;
  for (const session of ties) {
    const own = rows.subarray(starts[session], starts[session + 1]);
    for (let i = 1; i < own.length; i++) {
      if (keyOf(own[i] as number) !== keyOf(own[i - 1] as number)) continue;
      for (const row of [own[i - 1] as number, own[i] as number]) {
        const held = file(row);
        if (!ids.has(held)) ids.set(held, await view.ids(held));
      }
    }
    sortTies(own, keyOf, (a, b) => {
      const [x, y] = [file(a), file(b)];
      return compareTexts(ids.get(x) as BytesColumn, a - x.base, ids.get(y) as BytesColumn, b - y.base);
    });
  }
}

async function typesOf(view: View): Promise<{ types: string[]; typeOfRow: Uint32Array }> {
  const types: string[] = [];
  const known = new Map<string, number>();
  const typeOfRow = new Uint32Array(view.rows);
  for (const file of view.files) {
    const { codes, texts } = await view.texts(file, 'event_type');
    const ofCode = new Uint32Array(texts.size + 1);
    for (let own = 1; own <= texts.size; own++) {
      const type = texts.at(own) as string;
      let code = known.get(type);
      if (code === undefined) known.set(type, (code = types.push(type) - 1));
      ofCode[own] = code;
    }
    for (let row = 0; row < codes.length; row++)
      typeOfRow[file.base + row] = ofCode[codes[row] as number] as number;
    await view.pace.step(file.rows);
  }
  return { types, typeOfRow };
}
