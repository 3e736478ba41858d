const DIGIT = 11;
const BUCKETS = 1 << DIGIT;

/**
 * Rows 0, 1, 2 ... in the order of their keys, whole numbers within 2^53; equal keys stay in the order of rows. Memory: 24 bytes
 * a row while it sorts.
 */
export function sortRows(keys: Float64Array): Uint32Array {
  let rows = new Uint32Array(keys.length);
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let isSorted = true;
  for (let i = 0; i < keys.length; i++) {
    rows[i] = i;
    const key = keys[i] as number;
    if (key < most) isSorted = false;
    if (key < least) least = key;
    if (key > most) most = key;
  }
  if (isSorted) return rows;
  let spare = new Uint32Array(keys.length);
  const counts = new Uint32Array(BUCKETS);
  const span = most - least;
  for (let scale = 1; scale <= span; scale *= BUCKETS) {
    counts.fill(0);
    for (let i = 0; i < keys.length; i++) counts[digitOf((keys[i] as number) - least, scale)]!++;
    for (let bucket = 0, start = 0; bucket < BUCKETS; bucket++) {
      const count = counts[bucket] as number;
      counts[bucket] = start;
      start += count;
    }
    for (const row of rows) spare[counts[digitOf((keys[row] as number) - least, scale)]!++] = row;
    [rows, spare] = [spare, rows];
  }
  return rows;
}

/** Sorts every run of equal keys among `rows[from..to)`, which are sorted by key, with `compare`. */
export function sortTies(
  rows: Uint32Array,
  keyOf: (row: number) => number,
  compare: (a: number, b: number) => number,
  { from = 0, to = rows.length }: { from?: number; to?: number } = {},
): void {
  for (let start = from; start < to;) {
    const key = keyOf(rows[start] as number);
    let end = start + 1;
    while (end < to && keyOf(rows[end] as number) === key) end++;
    if (end - start > 1) rows.subarray(start, end).sort(compare);
    start = end;
  }
}

function digitOf(key: number, scale: number): number {
  return Math.floor(key / scale) & (BUCKETS - 1);
}
