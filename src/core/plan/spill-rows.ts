import type { ByteSink } from '../columns/byte-sink.ts';
import { encodeColumns } from '../columns/codec.ts';
import { toColumns } from '../columns/column.ts';
import { fingerprints } from '../columns/fingerprint.ts';
import type { CartEvent } from '../event.ts';
import { FIELDS } from '../fields.ts';
import { parseDay } from '../time/timestamp.ts';
import { ID_WORDS } from './records.ts';

/** The rows of a piece by date: entry i is about days[i], its columns end where those of entry i + 1 start. */
export interface SpilledDates {
  /** Days since 1970-01-01 in the shop's zone, rising. */
  days: number[];
  rows: number[];
  /** Byte at which the columns of a day end in the spill; those of the first start at 0. */
  ends: number[];
}

/** Spills columns date by date; numbers the rows and leaves their fingerprints in the id records. */
export function spillRows(
  events: readonly CartEvent[],
  sink: ByteSink,
  rows: Uint32Array,
  ids: Uint32Array,
): SpilledDates {
  const members = new Map<string, number[]>();
  events.forEach(({ date }, i) => {
    const list = members.get(date);
    if (list) list.push(i);
    else members.set(date, [i]);
  });
  const dates: SpilledDates = { days: [], rows: [], ends: [] };
  let row = 0;
  for (const [date, list] of [...members].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const columns = toColumns(
      list.map((i) => events[i] as CartEvent),
      FIELDS,
    );
    const prints = fingerprints(columns, list.length);
    list.forEach((i, k) => {
      rows[i] = row++;
      ids[i * ID_WORDS + 4] = prints[k * 2] as number;
      ids[i * ID_WORDS + 5] = prints[k * 2 + 1] as number;
    });
    encodeColumns(columns, list.length, sink);
    dates.days.push(parseDay(date));
    dates.rows.push(list.length);
    dates.ends.push(sink.length);
  }
  return dates;
}
