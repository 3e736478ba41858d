import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { importStaging } from '../../src/core/plan/events-table.ts';
import { RAW_FILE } from '../../src/core/plan/raw-file.ts';
import { fileStorage } from '../../src/node/files.ts';
import { tempFolder } from '../../src/node/temp-folder.ts';
import { openDuck, quoted } from '../support/duckdb.ts';
import { shopOptions } from '../support/generated.ts';
import { runGeneration } from '../support/run-generation.ts';

test('DuckDB finds the same events in the table of events and in the raw file beside it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'cartograph-generation-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const data = fileStorage(folder);
  const openTemp = (name: string) => tempFolder(join(folder, importStaging(name), 'tasks'));
  for (const seed of [1, 2]) {
    const options = shopOptions({ count: 22_000, days: 3, seed });
    await runGeneration(data, { mode: 'append', base: seed - 2, options, openTemp });
  }
  await using duck = await openDuck();
  const table = `read_parquet(${quoted(join(folder, 'events', '*', '*.parquet'))}, hive_partitioning = true)`;
  const raw = `read_json(${quoted(join(folder, RAW_FILE))}, format = 'array', columns = {
    event_id: 'varchar', event_type: 'varchar', session_id: 'varchar', quantity: 'integer'
  })`;
  const facts = `count(*) as events, count(distinct event_id) as ids, count(distinct session_id) as sessions,
    count(*) filter (event_type = 'purchase') as purchases, sum(hash(event_id || event_type))::varchar as hash`;
  const stored = await duck.row<Record<string, unknown>>(`select ${facts} from ${table}`);
  assert.deepEqual(await duck.row(`select ${facts} from ${raw}`), stored);
  assert.deepEqual([stored['events'], stored['ids']], [44_000, 44_000]);
});
