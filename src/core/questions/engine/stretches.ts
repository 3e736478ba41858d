import { type BytesColumn, compareTexts } from './columns.ts';
import { sortRows, sortTies } from './sort-rows.ts';
import type { TableFile } from './table-files.ts';
import type { View } from './view.ts';

/** Files whose times overlap, with those of no other stretch: their rows are neighbours among the rows of the table. */
export interface Stretch {
  files: TableFile[];
  /** Of the first row. */
  base: number;
  rows: number;
  /** Times, both inclusive. */
  from: number;
  to: number;
}

/** The files of a table cut into stretches, in order of time. */
export function stretchesOf(files: readonly TableFile[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const file of files) {
    const last = stretches.at(-1);
    if (last === undefined || file.from > last.to) {
      const { base, rows, from, to } = file;
      stretches.push({ files: [file], base, rows, from, to });
      continue;
    }
    last.files.push(file);
    last.rows += file.rows;
    last.to = Math.max(last.to, file.to);
  }
  return stretches;
}

/**
 * The rows of a stretch, counted from its first, in order of time, then of id: found once as long as there is room for it.
 * Memory: 28 bytes a row while it is found, 4 afterwards.
 */
export function orderOf(view: View, stretch: Stretch): Promise<Uint32Array> {
  const key = `order ${stretch.files.map(({ path }) => path).join(' ')}`;
  return view.shared(
    key,
    (shared) => findOrder(shared, stretch),
    ({ byteLength }) => byteLength,
  );
}

async function findOrder(view: View, { files, rows, base }: Stretch): Promise<Uint32Array> {
  const times = new Float64Array(rows);
  for (const file of files) times.set(await view.numbers(file, 'timestamp'), file.base - base);
  const order = sortRows(times);
  const keyOf = (row: number): number => times[row] as number;
  if (!order.some((row, i) => i > 0 && times[row] === times[order[i - 1] as number])) return order;
  const ids: BytesColumn[] = [];
  for (const file of files) ids.push(await view.ids(file));
  const place = (row: number): number => files.findLastIndex((file) => file.base - base <= row);
  sortTies(order, keyOf, (a, b) => {
    const [i, j] = [place(a), place(b)];
    const [x, y] = [files[i] as TableFile, files[j] as TableFile];
    return compareTexts(
      ids[i] as BytesColumn,
      a - (x.base - base),
      ids[j] as BytesColumn,
      b - (y.base - base),
    );
  });
  return order;
}
