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
  const { ids, ofRow } = sessions;
  const starts = new Uint32Array(ids.length + 1);
  await view.pace.each(ofRow.length, (start, end) => {
    for (let row = start; row < end; row++) starts[(ofRow[row] as number) + 1]!++;
  });
  for (let session = 0; session < ids.length; session++) starts[session + 1]! += starts[session] as number;
  const next = starts.slice(0, ids.length);
  const rows = new Uint32Array(ofRow.length);
  const times = new Float64Array(ofRow.length);
  const timeOfRow = new Float64Array(ofRow.length);
  for (const file of view.files) {
    const values = await view.numbers(file, 'timestamp');
    timeOfRow.set(values, file.base);
    for (let row = file.base; row < file.base + file.rows; row++) rows[next[ofRow[row] as number]!++] = row;
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
    const { codes, values } = await view.texts(file, 'event_type');
    const ofCode = new Uint32Array(values.length + 1);
    values.forEach((type, i) => {
      let code = known.get(type);
      if (code === undefined) known.set(type, (code = types.push(type) - 1));
      ofCode[i + 1] = code;
    });
    for (let row = 0; row < codes.length; row++)
      typeOfRow[file.base + row] = ofCode[codes[row] as number] as number;
    await view.pace.step(file.rows);
  }
  return { types, typeOfRow };
}
