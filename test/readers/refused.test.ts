import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { QuarantineLine } from '../../src/core/stages/refusal.ts';
import { openDuck, quoted } from '../support/duckdb.ts';
import { toBytes } from '../support/run-transform.ts';
import { wireEvents } from '../support/wire-events.ts';
import { shopLines, type Published, publishBytes, readFixture } from './published.ts';
import { readWire } from './wire-sql.ts';

test('every line kept of the fixture names the byte at which its element starts', async () => {
  const { bytes, elements, counts } = await readFixture();
  await using run = await publishBytes(bytes, elements);
  assert.equal(await checkOffsets(run, gunzipSync(bytes), 'quarantine'), counts.refused);
  assert.equal(await checkOffsets(run, gunzipSync(bytes), 'conflict'), counts.conflicts);
});

test('every line kept of other inputs names the byte at which its element starts', async () => {
  const forms = fc.record({
    before: fc.constantFrom('', '\uFEFF', ' \n'),
    between: fc.constantFrom(',', ',\n', ' ,\r\n  '),
    pieceBytes: fc.integer({ min: 300, max: 20_000 }),
  });
  await fc.assert(
    fc.asyncProperty(wireEvents, forms, async (events, { before, between, pieceBytes }) => {
      const elements = [...events.map((event) => JSON.stringify(event)), '{"a":1}', '"Bàn phím"'];
      const text = toBytes(`${before}[${elements.join(between)}]`);
      await using run = await publishBytes(gzipSync(text), elements, { pieceBytes });
      await checkOffsets(run, text, 'quarantine');
      if (run.record.counts.conflicts > 0) await checkOffsets(run, text, 'conflict');
    }),
    { numRuns: 20 },
  );
});

test('quarantine and conflicts hold the lines that SQL refuses, with its codes', async () => {
  const lines = await shopLines(42, 2000);
  const broken = lines.map((line, i) => (i % 50 === 0 ? breakLine(line, i / 50) : line));
  await using run = await publishBytes(toBytes(broken.join('\n')), broken, { pieceBytes: 100_000 });
  await using duck = await openDuck();
  await readWire(duck, run.lines);
  const files = ['quarantine', 'conflicts'].map((name) => quoted(join(run.out, `${name}.ndjson.gz`)));
  const kept = await duck.rows(
    `select code, raw from read_json([${files.join(', ')}], format = 'newline_delimited', filename = true)
     order by filename desc, "offset"`,
  );
  const wanted = await duck.rows(
    `select fate as code, line as raw from fates join parsed using (n) where fate not in ('kept', 'duplicate')
     order by fate = 'conflict', n`,
  );
  assert.ok(kept.length > 40);
  assert.deepEqual(kept, wanted);
});

function breakLine(line: string, kind: number): string {
  const breaks = [
    line.replace('"session_id":', '"session":'),
    line.replace('"event_type":"', '"event_type":"X '),
    line.slice(0, line.length >> 1),
    JSON.stringify(line),
    line.replace(/"timestamp":"[^"]*","timestamp_unix":\d+/, '"timestamp":"2025-02-30T10:00:00"'),
    line.replace('"old_quantity":null,', '').replace(/"page_url":"[^"]*"/, '"old_quantity":-3'),
  ];
  return breaks[kind % breaks.length] as string;
}

/** Compares each line with the input at its offset, and says how many there are. */
async function checkOffsets(
  run: Published,
  input: Uint8Array,
  kind: 'quarantine' | 'conflict',
): Promise<number> {
  const name = kind === 'conflict' ? 'conflicts.ndjson.gz' : 'quarantine.ndjson.gz';
  const text = gunzipSync(await readFile(join(run.out, name))).toString();
  const lines = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as QuarantineLine);
  let last = -1;
  for (const { code, file, entry, offset, raw, encoding } of lines) {
    assert.equal(code === 'conflict', kind === 'conflict');
    assert.deepEqual([file, entry, encoding], ['events.json', null, 'utf8']);
    assert.ok(offset !== null && offset > last, 'offsets rise');
    last = offset;
    const bytes = Buffer.from(raw);
    assert.deepEqual(Buffer.from(input.subarray(offset, offset + bytes.length)).toString(), raw);
  }
  const { quarantined, conflicts } = run.record.counts;
  assert.equal(lines.length, kind === 'conflict' ? conflicts : quarantined);
  return lines.length;
}
