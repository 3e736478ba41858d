import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { CartEvent } from '../../src/core/event.ts';
import { cleanFile, folder } from './cleaned.ts';

/** The columns each file is about; `NAME@ZONE` reads NAME with the naive times of a zone. */
const FILES: Record<string, readonly (keyof CartEvent)[]> = {
  aliases: ['event_type'],
  clock: ['timestamp', 'timestamp_unix'],
  'duplicate-keys': ['quantity', 'session_id'],
  guest: ['customer_id', 'is_guest'],
  identity: ['event_id', 'event_type', 'session_id'],
  negative: ['product_price_vnd', 'product_price_usd', 'quantity', 'old_quantity', 'line_total_vnd'],
  'numbers-as-text': ['customer_id', 'product_price_vnd', 'product_price_usd', 'quantity'],
  'numbers-missing': ['product_price_vnd', 'quantity', 'line_total_vnd', 'old_quantity', 'total_amount_vnd'],
  prototype: ['event_type', 'session_id', 'properties'],
  referrer: ['referrer'],
  strings: ['product_name', 'properties'],
  time: ['timestamp', 'timestamp_unix', 'date', 'hour'],
  'time-zone-edges@UTC': ['timestamp', 'date', 'hour'],
  'time-zone-edges@Europe/Berlin': ['timestamp', 'date', 'hour'],
  'time-zone-edges@America/New_York': ['timestamp', 'date', 'hour'],
  'time-zone-edges@Asia/Ho_Chi_Minh': ['timestamp', 'date', 'hour'],
  unknown: ['event_type', 'properties'],
  unreadable: ['event_type'],
  'unsafe-numbers': ['customer_id', 'product_price_vnd', 'product_price_usd', 'quantity'],
  utm: ['utm_source', 'utm_medium', 'utm_campaign'],
  'wrong-type': ['quantity', 'product_name', 'items'],
};

for (const [key, columns] of Object.entries(FILES)) {
  const [name = '', zone = 'UTC'] = key.split('@');
  test(`readEvents() and clean() make of ${name}.ndjson what is expected in ${zone}`, async () => {
    const file = `${key.replace('@', '.').replace('/', '-')}.expected.json`;
    const expected: unknown = JSON.parse(await readFile(new URL(file, folder), 'utf8'));
    const outcomes = await cleanFile(`${name}.ndjson`, columns, zone);
    assert.deepEqual(JSON.parse(JSON.stringify(outcomes)), expected);
  });
}

test('every file of fixtures/clean has its expectations', async () => {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ndjson'));
  const named = new Set(Object.keys(FILES).map((key) => `${key.split('@')[0]}.ndjson`));
  assert.deepEqual(files.toSorted(), [...named].toSorted());
});
