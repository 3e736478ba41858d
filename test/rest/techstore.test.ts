import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { plainQuestions } from '../../src/core/questions/plain.ts';
import { batchCleaner } from '../../src/core/stages/clean.ts';
import { openZone } from '../../src/core/time/zone.ts';
import { rawEvents } from '../support/raw-events.ts';
import { read } from './shop.ts';

const data = new URL('../../../shared/data/techstore-cart-events.json.gz', import.meta.url);
const skip = existsSync(data) ? false : 'the published data set is not beside the repository';

interface OldEvent {
  event_id: string;
  timestamp: string;
}

test(
  'the reads give an old file back as it was, and its numbers as they were published',
  { skip },
  async () => {
    const raw = JSON.parse(gunzipSync(readFileSync(data)).toString()) as OldEvent[];
    const zone = openZone('UTC');
    const options = { zone, questions: plainQuestions(batchCleaner()(rawEvents(raw)), { zone }) };
    const [, body] = await read('/cart/statistics', options);
    const { data: statistics } = body as { data: Record<string, unknown> };
    assert.deepEqual(
      ['total_events', 'by_event_type', 'unique_customers', 'unique_sessions', 'add_remove_ratio'].map(
        (name) => statistics[name],
      ),
      [10_000, { add_to_cart: 3387, update_quantity: 3350, remove_from_cart: 3263 }, 1000, 1000, 1.04],
    );

    const newest = new Map(raw.map((event) => [event.event_id, { ...event, is_guest: false }]));
    let last = '9';
    for (let offset = 0; offset < 10_000; offset += 1000) {
      const [, page] = await read(`/cart/events?limit=1000&offset=${offset}`, options);
      for (const event of (page as { data: OldEvent[] }).data) {
        assert.deepEqual(event, newest.get(event.event_id));
        assert.ok(event.timestamp <= last, 'newest first');
        last = event.timestamp;
        newest.delete(event.event_id);
      }
    }
    assert.equal(newest.size, 0);
  },
);
