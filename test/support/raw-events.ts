import type { RawEvent } from '../../src/core/raw.ts';

/** Raw events as a reader would give them for these values; undefined stands for malformed JSON. */
export function rawEvents(values: readonly unknown[]): RawEvent[] {
  return values.map((value, i) => ({
    value,
    fault: value === undefined ? 'malformed_json' : null,
    surrogates: true,
    place: () => ({ file: 'test.json', entry: null, offset: i }),
    text: () => ({ raw: JSON.stringify(value) ?? 'broken', encoding: 'utf8' }),
    exact: () => value,
  }));
}

/** An event with nothing but what is required, and whatever is given. */
export function wireEvent(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    event_id: 'evt_1',
    event_type: 'view_item',
    session_id: 'sess_1',
    timestamp: '2025-08-25T10:00:00',
    ...fields,
  };
}
