import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { GenerateRecord } from '../src/core/plan/generate-record.ts';
import { generateText } from '../src/core/plan/generate-text.ts';
import { settle } from '../src/core/sources/shopper/options.ts';
import type { ProfileName } from '../src/core/sources/shopper/profiles.ts';
import { openShop } from '../src/core/sources/shopper/shop.ts';
import type { TruthLine } from '../src/core/truth.ts';

const folder = new URL('../fixtures/', import.meta.url);

test('fixtures/cart-events.json.gz and its truth are what generate.json makes again', async () => {
  const record = JSON.parse(await readFile(new URL('generate.json', folder), 'utf8')) as GenerateRecord;
  const { until, profile, time_zone: timeZone, ...options } = record.options;
  const shop = openShop(
    settle({ ...options, until: Date.parse(until) * 1000, profile: profile as ProfileName, timeZone }),
  );
  const parts: Uint8Array[] = [];
  const truth: TruthLine[] = [];
  const onTruth = async (lines: readonly TruthLine[]): Promise<void> => void truth.push(...lines);
  for await (const part of generateText(shop, { shape: 'array', onTruth })) parts.push(part);
  const [events, key] = await Promise.all(
    ['cart-events.json.gz', 'truth.ndjson.gz'].map(async (name) =>
      gunzipSync(await readFile(new URL(name, folder))).toString(),
    ),
  );
  assert.ok(Buffer.concat(parts).toString() === events, 'make the fixture again as fixtures/README.md says');
  assert.equal(truth.map((line) => `${JSON.stringify(line)}\n`).join(''), key);
});
