import { gunzipSync, gzipSync } from 'node:zlib';
import type { FaultKind, TruthLine } from '../../../src/core/truth.ts';
import type { Generated } from '../../../src/core/plan/score/run.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import type { WireEvent } from '../../../src/core/wire-event.ts';
import { toBytes } from '../../support/run-transform.ts';

const UNTIL = '2025-03-02T00:00:00Z';

/** A stream with faults of every kind, and the truth about it. */
export interface ScoreCase {
  bytes: Uint8Array;
  truth: TruthLine[];
  generated: Generated;
  /** Microseconds since 1970-01-01T00:00Z. */
  notAfter: number;
}

/** An event of minute `n` of 2025-03-01 in session `n % 4`, in UTC. */
export function happened(n: number): WireEvent {
  const at = Date.UTC(2025, 2, 1, 8, n);
  return {
    event_id: `evt_${n}`,
    event_type: 'update_quantity',
    timestamp: new Date(at).toISOString().slice(0, 19),
    timestamp_unix: at,
    session_id: `sess_${n % 4}`,
    customer_id: 7,
    is_guest: false,
    source: 'website',
    device: 'mobile',
    browser: 'Firefox',
    ip_address: '192.0.2.1',
    user_agent: 'Mozilla/5.0',
    page_url: '/cart',
    referrer: null,
    utm_source: null,
    utm_medium: null,
    utm_campaign: null,
    product_id: n % 3,
    product_price_vnd: 200_000,
    quantity: 2,
    old_quantity: 1,
  };
}

/** Sixty events, two faults of every kind among them. */
export function brokenStream(): ScoreCase {
  const elements: string[] = [];
  const truth: TruthLine[] = [];
  let offset = 0;
  const send = (element: object | string, fault?: { n: number; kind: FaultKind; field?: string }): void => {
    const text = typeof element === 'string' ? element : JSON.stringify(element);
    if (fault !== undefined) {
      const { n, kind, field = null } = fault;
      truth.push({
        event_id: `evt_${n}`,
        kind,
        field,
        position: elements.length,
        offset,
        original: happened(n),
      });
    }
    elements.push(text);
    offset += new TextEncoder().encode(text).length + 1;
  };

  for (let n = 0; n < 60; n++) {
    const event = happened(n);
    const lacking = (field: keyof WireEvent) => ({ ...event, [field]: undefined });
    if (n === 10 || n === 13)
      send({ ...event, timestamp: '2025-04-01T00:00:00' }, { n, kind: 'future', field: 'timestamp' });
    else if (n === 14) send(lacking('event_id'), { n, kind: 'missing_field', field: 'event_id' });
    else if (n === 17)
      send(
        { ...lacking('timestamp'), timestamp_unix: undefined },
        { n, kind: 'missing_field', field: 'timestamp' },
      );
    else if (n === 20) send({ ...event, page_url: 404 }, { n, kind: 'wrong_type', field: 'page_url' });
    else if (n === 23)
      send({ ...event, items: [{ product_id: [] }] }, { n, kind: 'wrong_type', field: 'items' });
    else if (n === 26 || n === 29)
      send(JSON.stringify(event).replace('"mobile"', '"mobile'), { n, kind: 'malformed_json' });
    else if (n !== 30 && n !== 33 && n !== 40 && n !== 43) send(event);
    if (n === 5 || n === 8) send(happened(n - 3), { n: n - 3, kind: 'duplicate' });
    if (n === 6)
      send({ ...happened(1), page_url: '/cart#retry' }, { n: 1, kind: 'conflict', field: 'page_url' });
    if (n === 9) send({ ...happened(3), quantity: 5 }, { n: 3, kind: 'conflict', field: 'quantity' });
    if (n === 55 || n === 58) send(happened(n - 25), { n: n - 25, kind: 'late' });
    if (n === 44 || n === 47) send(happened(n - 4), { n: n - 4, kind: 'out_of_order' });
  }
  const generated: Generated = {
    count: 60,
    elements: 64,
    faults: null,
    until: UNTIL,
    timeZone: 'UTC',
    hashes: [],
  };
  return { bytes: toBytes(elements.join('\n')), truth, generated, notAfter: Date.parse(UNTIL) * 1000 };
}

/** The bytes of a truth.ndjson.gz. */
export async function* truthFile(lines: readonly unknown[]): AsyncGenerator<Uint8Array> {
  yield gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** Changes the lines of a gzipped file of an output. */
export async function editLines(
  output: Storage,
  path: string,
  edit: (lines: Record<string, unknown>[]) => unknown[],
): Promise<void> {
  const text = gunzipSync(await output.read(path))
    .toString()
    .trimEnd();
  const lines = text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  const edited = edit(lines).map((line) => `${JSON.stringify(line)}\n`);
  await output.write(path, gzipSync(edited.join('')));
}

/** Changes run.json of an output. */
export async function editRun(output: Storage, edit: (record: RunText) => void): Promise<void> {
  const record = JSON.parse(new TextDecoder().decode(await output.read('run.json'))) as RunText;
  edit(record);
  await output.write('run.json', toBytes(JSON.stringify(record)));
}

interface RunText {
  inputs: unknown[];
  counts: Record<string, unknown>;
  options: Record<string, unknown>;
}
