/** A row as readers give it: times as microseconds, whole numbers as numbers. */
export type Row = Record<string, unknown>;

const DEFAULTS: Row = {
  referrer: 'direct',
  utm_source: 'unknown',
  utm_medium: 'unknown',
  utm_campaign: 'unknown',
  product_price_vnd: 0,
  quantity: 0,
  line_total_vnd: 0,
};

/** Microseconds since 1970-01-01T00:00 of a naive time stamp. */
export function microsOf(timestamp: string): number {
  const [seconds = '', fraction = ''] = timestamp.split('.');
  return Date.parse(`${seconds}Z`) * 1000 + Number(fraction.padEnd(6, '0'));
}

/**
 * What cleaning makes of events in which nothing is wrong, no field unknown and every time naive UTC, with their journeys:
 * the first of every id, by date and then in input order. `names` are the fields of the wire.
 */
export function expectedRows(events: readonly Row[], names: readonly string[]): Row[] {
  const ids = new Set<unknown>();
  const first = events.filter(({ event_id }) => ids.size < ids.add(event_id).size);
  const rows = first.map((event) => cleanRow(event, names));
  for (const session of Map.groupBy(rows, (row) => row['session_id']).values()) {
    // Sorting is stable, so that ties stay in input order.
    const steps = session.toSorted((a, b) => Number(a['timestamp']) - Number(b['timestamp']));
    const [start, end] = [Number(steps[0]?.['timestamp']), Number(steps.at(-1)?.['timestamp'])];
    const types = steps.map((step) => step['event_type']);
    for (const [at, step] of steps.entries()) {
      Object.assign(step, {
        event_sequence_num: at + 1,
        session_start: start,
        session_end: end,
        session_duration_seconds: (end - start) / 1e6,
        total_events: steps.length,
        event_journey: types.join(','),
      });
    }
  }
  return rows.toSorted((a, b) => String(a['date']).localeCompare(String(b['date']), 'en'));
}

function cleanRow(event: Row, names: readonly string[]): Row {
  const row: Row = {};
  for (const name of names) row[name] = event[name] ?? DEFAULTS[name] ?? null;
  const time = String(event['timestamp']);
  return {
    ...row,
    timestamp: microsOf(time),
    timestamp_unix: event['timestamp_unix'] ?? Math.floor(microsOf(time) / 1000),
    is_guest: row['customer_id'] === null || row['is_guest'] === true,
    properties: null,
    date: time.slice(0, 10),
    hour: Number(time.slice(11, 13)),
  };
}
