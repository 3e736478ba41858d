import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readSnapshot } from '../../../src/core/lake/log.ts';
import { EVENTS, IMPORT_TAG, rowsOf, SEED_TAG, seedsOf } from '../../../src/core/plan/events-table.ts';
import type { GenerateStep } from '../../../src/core/plan/generate-events.ts';
import { generationName } from '../../../src/core/plan/generation.ts';
import { readImport } from '../../../src/core/plan/import-record.ts';
import { RAW_FILE } from '../../../src/core/plan/raw-file.ts';
import { isGenerated } from '../../../src/core/plan/recover-events.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { shopOptions } from '../../support/generated.ts';
import { generatedText, rawText, runGeneration } from '../../support/run-generation.ts';
import { eventRows, runImport } from '../../support/run-import.ts';

const ZONE = { timeZone: 'Asia/Ho_Chi_Minh', dropGuests: false, notAfter: null };

test('generateEvents() writes the text that generate writes, and the rows that an import of it gives', async () => {
  const data = memoryStorage();
  const { record, ...result } = await runGeneration(data, { mode: 'append' });
  const text = await generatedText();
  assert.equal(hashOf(await rawText(data)), hashOf(text));
  const { timeZone } = result;
  assert.deepEqual(result, { unchanged: false, tableVersion: 0, tableRows: 2000, timeZone });
  assert.deepEqual([record?.counts.read, record?.counts.written], [2000, 2000]);
  const imported = memoryStorage();
  await runImport(imported, Buffer.from(text), { options: ZONE });
  assert.equal(await rowsHash(data), await rowsHash(imported));
});

test('generateEvents() keeps a record of everything that it wrote, and tags its files', async () => {
  const data = memoryStorage();
  const options = shopOptions({ count: 2000, days: 3, seed: 42 });
  const { record } = await runGeneration(data, { options });
  const name = await generationName({ options, mode: 'replace', base: -1 });
  assert.equal(record?.import, name);
  assert.deepEqual(await readImport(data, name), record);
  const { generation } = record;
  assert.deepEqual([generation?.mode, generation?.base], ['replace', -1]);
  const { seed, until, days, time_zone, chaos } = generation!.options;
  assert.deepEqual([seed, days, time_zone, chaos], [42, 3, 'Asia/Ho_Chi_Minh', {}]);
  assert.equal(Date.parse(until) * 1000, options.until);

  const outputs = new Map(record.outputs.map((output) => [output.path, output]));
  const told = [...outputs.keys(), `imports/${name}.json`].toSorted();
  const paths = (await data.list('')).map(({ path }) => path);
  assert.deepEqual(
    paths.filter((path) => !path.includes('_delta_log')),
    told,
  );
  for (const { path, bytes, sha256 } of outputs.values()) {
    const content = await data.read(path);
    assert.deepEqual([content.length, hashOf(content)], [bytes, sha256], path);
  }
  assert.equal(outputs.get(RAW_FILE)?.sha256, record?.inputs[0]?.sha256);

  const snapshot = await readSnapshot(data, EVENTS);
  assert.ok(snapshot.files.size >= 3);
  for (const { tags } of snapshot.files.values())
    assert.deepEqual(tags, { [IMPORT_TAG]: name, [SEED_TAG]: '42' });
  assert.equal(rowsOf(snapshot), 2000);
});

test('generateEvents() tells its steps in order, with the events that it has made', async () => {
  const seen: { step: GenerateStep; done: number; total: number; events: number }[] = [];
  await runGeneration(memoryStorage(), { onProgress: (at) => seen.push({ ...at }) });
  const steps = [...new Set(seen.map(({ step }) => step))];
  assert.deepEqual(steps, ['generate', 'check', 'read', 'ids', 'days', 'publish']);
  const generated = seen.filter(({ step }) => step === 'generate');
  assert.deepEqual(generated[0], { step: 'generate', done: 0, total: 2000, events: 0 });
  assert.deepEqual(generated.at(-1), { step: 'generate', done: 2000, total: 2000, events: 2000 });
  assert.equal(seen.findLast(({ step }) => step === 'read')?.events, 2000);
  assert.deepEqual(seen.at(-1), { step: 'publish', done: 1, total: 1, events: 2000 });
});

test('generateEvents() appends: old events, then new ones, in the table and in one array', async () => {
  const data = memoryStorage();
  const seeds = [1, 2, 3];
  const rows: unknown[][] = [];
  for (const [base, seed] of seeds.entries()) {
    const request = {
      mode: 'append',
      base: base - 1,
      options: shopOptions({ count: 900, days: 2, seed }),
    } as const;
    const { tableVersion, tableRows } = await runGeneration(data, request);
    assert.deepEqual([tableVersion, tableRows], [base, 900 * seed]);
    const alone = memoryStorage();
    await runGeneration(alone, { ...request, base: -1 });
    rows.push(JSON.parse(await rawText(alone)) as unknown[]);
    const old = await eventRows(data, { version: base });
    assert.equal(old.length, 900 * seed);
  }
  assert.equal(hashOf(JSON.stringify(JSON.parse(await rawText(data)))), hashOf(JSON.stringify(rows.flat())));
  assert.deepEqual(seedsOf(await readSnapshot(data, EVENTS)), new Set(['1', '2', '3']));
  // Members go over as they are.
  const whole = await data.read(RAW_FILE);
  const record = (await recordsOf(data)).find(({ table_version }) => table_version === 2);
  assert.equal(record?.outputs.find(({ path }) => path === RAW_FILE)?.sha256, hashOf(whole));
});

test('generateEvents() appends after an import, and replaces what imports and generations have brought', async () => {
  const data = memoryStorage();
  const event = {
    event_id: 'evt_1',
    event_type: 'view_item',
    session_id: 's',
    timestamp: '2025-11-20T10:00:00',
  };
  const bytes = Buffer.from(JSON.stringify([event]));
  await runImport(data, bytes, { options: ZONE });
  const appended = await runGeneration(data, { mode: 'append', base: 0 });
  assert.deepEqual([appended.tableVersion, appended.tableRows], [1, 2001]);
  assert.equal(hashOf(await rawText(data)), hashOf(await generatedText()), 'generations alone');

  const second = { seed: 7, count: 500 };
  const replaced = await runGeneration(data, { base: 1, options: shopOptions({ days: 3, ...second }) });
  assert.deepEqual([replaced.tableVersion, replaced.tableRows], [2, 500]);
  assert.equal(replaced.record?.counts.already_there, 0);
  assert.equal(hashOf(await rawText(data)), hashOf(await generatedText(second)));
  assert.deepEqual(seedsOf(await readSnapshot(data, EVENTS)), new Set(['7']));
  assert.equal((await eventRows(data, { version: 1 })).length, 2001, 'the old version is still there');

  const third = await runGeneration(data, { mode: 'append', base: 2 });
  assert.deepEqual([third.tableVersion, third.tableRows], [3, 2500]);
  assert.equal((JSON.parse(await rawText(data)) as unknown[]).length, 2500);
  assert.deepEqual(seedsOf(await readSnapshot(data, EVENTS)), new Set(['1', '7']));

  const again = await runImport(data, bytes, { options: ZONE });
  assert.deepEqual([again.unchanged, again.tableVersion, again.tableRows], [false, 4, 2501]);
  assert.equal((await runImport(data, bytes, { options: ZONE })).unchanged, true);
});

test('generateEvents() drops ids of the table from what it appends, and from nothing that it replaces', async () => {
  const data = memoryStorage();
  await runGeneration(data);
  const before = await rowsHash(data);
  const appended = await runGeneration(data, { mode: 'append', base: 0 });
  const { read, written, already_there } = appended.record!.counts;
  assert.deepEqual([read, written, already_there], [2000, 0, 2000]);
  assert.equal(await rowsHash(data), before);
  const replaced = await runGeneration(data, { base: 1 });
  assert.deepEqual([replaced.record?.counts.written, replaced.tableRows], [2000, 2000]);
  assert.equal(await rowsHash(data), before);
});

test('generateEvents() asked again for the same version does nothing, and for another one is another generation', async () => {
  const data = memoryStorage();
  const request = { mode: 'replace', base: -1 } as const;
  const first = await runGeneration(data, request);
  const { import: name } = first.record!;
  assert.equal(await isGenerated(data, name), true);
  const before = await data.list('');
  assert.deepEqual(await runGeneration(data, request), { ...first, unchanged: true });
  assert.deepEqual(await data.list(''), before);
  const other = await runGeneration(data, { ...request, base: 0 });
  assert.notEqual(other.record?.import, name);
  assert.equal(await isGenerated(data, name), true, 'replaced by now, but it was');
  const never = { ...request, base: 1, options: shopOptions() };
  assert.equal(await isGenerated(data, await generationName(never)), false);
});

test('generateEvents() gives the same bytes however its work is cut', async () => {
  const options = shopOptions({ count: 45_000, days: 3 });
  const text = await generatedText({ count: 45_000 });
  const states: unknown[] = [];
  for (const cut of [
    {},
    { sliceParts: 1, pieceBytes: 1_000_000, resources: { chunkSize: 77, memory: 0.5 } },
    { sliceParts: 2, pieceBytes: 150_000, resources: { chunkSize: 5000, memory: 64 } },
  ]) {
    const data = memoryStorage();
    const { record } = await runGeneration(data, { options, ...cut });
    assert.equal(hashOf(await rawText(data)), hashOf(text));
    states.push(record);
  }
  assert.deepEqual(states[1], states[0]);
  assert.deepEqual(states[2], states[0]);
});

test('generateEvents() refuses to append to a raw file of somebody else, before anything is written', async () => {
  const data = memoryStorage();
  await data.write(RAW_FILE, gzipSync('[]\n'));
  const before = await data.list('');
  const openTemp = (): never => assert.fail('nothing has to be generated');
  await assert.rejects(runGeneration(data, { mode: 'append', openTemp }), {
    name: 'RangeError',
    message: /^Cannot append to cart_events.json.gz as a generation must have written it/,
  });
  assert.deepEqual(await data.list(''), before);
  await runGeneration(data);
  assert.equal((JSON.parse(await rawText(data)) as unknown[]).length, 2000);
});

test('generateEvents() refuses another zone than that of the table, and options out of their bounds', async () => {
  const data = memoryStorage();
  await runImport(data, Buffer.from('[]'));
  const before = await data.list('');
  await assert.rejects(runGeneration(data), /dates of events are in another one: UTC$/);
  await assert.rejects(runGeneration(data, { options: shopOptions({ guests: 2 }) }), { name: 'RangeError' });
  assert.deepEqual(await data.list(''), before);
});

test('generateEvents() has one chaos, none', async () => {
  const data = memoryStorage();
  const options = { ...shopOptions({ count: 300, days: 3 }), chaos: { duplicate: 1 } };
  const { record } = await runGeneration(data, { options });
  assert.deepEqual([record?.counts.read, record?.generation?.options.chaos], [300, {}]);
});

async function rowsHash(data: Storage): Promise<string> {
  return hashOf(
    JSON.stringify(await eventRows(data), (_, value: unknown) =>
      typeof value === 'bigint' ? Number(value) : value,
    ),
  );
}

async function recordsOf(data: Storage) {
  const names = (await data.list('imports')).map(({ path }) =>
    path.slice('imports/'.length, -'.json'.length),
  );
  return Promise.all(names.map(async (name) => (await readImport(data, name))!));
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
