import { type BytesColumn, textsOf } from '../columns/column.ts';
import { openSet } from './dates.ts';
import { checkHour, dateOf } from './statistics.ts';
import { ADDING, type StatisticsPart } from './statistics-part.ts';

/** What the statistics need of events of one date, column by column. NaN stands for null, as do codes of 0. */
export interface EventColumns {
  /** Day in the shop's zone, YYYY-MM-DD. */
  date: string;
  /** The rows that count. */
  rows: Uint32Array;
  type: BytesColumn;
  source: BytesColumn;
  device: BytesColumn;
  hour: Float64Array;
  customer: Float64Array;
  product: Float64Array;
  productName: BytesColumn;
  /** For each row the index of its session in `sessions`. */
  session: Uint32Array;
  /** Whole numbers that stand for session_ids all over the run. */
  sessions: Float64Array;
}

/** Counts events as `statistics.add` does: what has few different values is counted by its code, and named once. */
export function addColumns(part: StatisticsPart, columns: EventColumns): void {
  const { date, rows, type, source, device, hour } = columns;
  const { types, sources, devices, hours } = part;
  const tally = dateOf(part, date);
  for (const { name, count } of countTexts(type, rows)) tally.types.add(types.of(name), count);
  for (const { name, count } of countTexts(source, rows)) sources.add(name, count);
  for (const { name, count } of countTexts(device, rows)) devices.add(name, count);
  for (const row of rows) hours[checkHour(hour[row] as number)]!++;
  addSessions(part, columns);
  addProducts(part, columns);
}

/** How many rows have each text; null is `unknown`. */
function countTexts(column: BytesColumn, rows: Uint32Array): { name: string; count: number }[] {
  const { codes, ends } = column;
  const counts = new Uint32Array(ends.length + 1);
  for (let i = 0; i < rows.length; i++) (counts[codes[rows[i] as number] as number] as number)++;
  const names = ['unknown', ...textsOf(column)];
  return names
    .map((name, code) => ({ name, count: counts[code] as number }))
    .filter(({ count }) => count > 0);
}

function addSessions(part: StatisticsPart, { date, rows, session, sessions, customer }: EventColumns): void {
  const tally = dateOf(part, date);
  const ours = openSet(tally.sessions, date);
  const customers = openSet(tally.customers, date);
  const seen = new Uint8Array(sessions.length);
  let last = Number.NaN;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    seen[session[row] as number] = 1;
    const who = customer[row] as number;
    if (who === last || who !== who) continue;
    customers.add(who);
    last = who;
  }
  for (let i = 0; i < seen.length; i++) if (seen[i] === 1) ours.add(sessions[i] as number);
}

function addProducts(part: StatisticsPart, { rows, type, product, productName }: EventColumns): void {
  const adding = textsOf(type).indexOf(ADDING) + 1;
  const names = textsOf(productName);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const id = product[row] as number;
    if (id !== id) continue;
    part.products.add(id);
    if (adding > 0 && type.codes[row] === adding)
      part.added.add(id, names[(productName.codes[row] as number) - 1] ?? null);
  }
}
