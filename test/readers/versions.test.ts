import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { toColumns } from '../../src/core/columns/column.ts';
import type { CartEvent } from '../../src/core/event.ts';
import { FIELDS } from '../../src/core/fields.ts';
import { append, type AppendRequest, appendRoot } from '../../src/core/lake/append.ts';
import { readSnapshot } from '../../src/core/lake/log.ts';
import type { DataFile } from '../../src/core/lake/overwrite.ts';
import { restore } from '../../src/core/lake/restore.ts';
import { expire } from '../../src/core/lake/retention.ts';
import { fileStats } from '../../src/core/lake/stats.ts';
import { EVENTS } from '../../src/core/plan/events-table.ts';
import { schemaOf } from '../../src/core/plan/table-publication.ts';
import { STATS_COLUMNS } from '../../src/core/plan/write-days.ts';
import { openQuestions } from '../../src/core/questions/engine.ts';
import { ParquetFile } from '../../src/core/sinks/parquet.ts';
import type { Storage } from '../../src/core/storage/storage.ts';
import { openZone } from '../../src/core/time/zone.ts';
import { fileStorage } from '../../src/node/files.ts';
import { type Duck, openDuck, quoted } from '../support/duckdb.ts';
import { generatedEvents } from '../support/cart-events.ts';

const DAY = 24 * 3_600_000;

/** Types of the actions' fields by the Delta protocol. */
const ADD = {
  path: 'VARCHAR',
  partitionValues: 'MAP(VARCHAR,VARCHAR)',
  size: 'BIGINT',
  modificationTime: 'BIGINT',
  dataChange: 'BOOLEAN',
  stats: 'VARCHAR',
  tags: 'MAP(VARCHAR,VARCHAR)',
};
const REMOVE = {
  path: 'VARCHAR',
  deletionTimestamp: 'BIGINT',
  dataChange: 'BOOLEAN',
  extendedFileMetadata: 'BOOLEAN',
  partitionValues: 'MAP(VARCHAR,VARCHAR)',
  size: 'BIGINT',
};

async function put(
  storage: Storage,
  mode: AppendRequest['mode'],
  events: readonly CartEvent[],
  now: Date,
): Promise<void> {
  const version = (await readSnapshot(storage, EVENTS)).version + 1;
  const name = `run${version}`;
  const staging = `${appendRoot(EVENTS)}/${name}`;
  const files: DataFile[] = [];
  for (const [date, part] of Map.groupBy(events, (event) => event.date)) {
    const file = new ParquetFile(FIELDS);
    file.append(toColumns(part, FIELDS), Uint32Array.from(part.keys()));
    const staged = `${staging}/${date}.part`;
    const size = await storage.write(staged, file.finish());
    const stats = fileStats(file.rows, file.bounds(), STATS_COLUMNS);
    const tags = { 'cartograph.import': name, 'cartograph.seed': '42' };
    const path = `date=${date}/${name}.snappy.parquet`;
    files.push({ staged, path, size, rows: file.rows, partitionValues: { date }, stats, tags });
  }
  await append(storage, {
    table: EVENTS,
    staging,
    version,
    mode,
    schema: schemaOf(FIELDS),
    partitionColumns: ['date'],
    statsColumns: FIELDS.map((field) => field.name).filter((field) => STATS_COLUMNS.has(field)),
    configuration: { 'cartograph.timeZone': 'UTC' },
    files,
    sides: [],
    transaction: { appId: name, version: 1 },
    now,
  });
}

test('DuckDB finds in every version of a table, appended to, replaced and restored, what questions find', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cartograph-versions-'));
  const duck = await openDuck();
  try {
    const storage = fileStorage(folder);
    const events = await generatedEvents({ count: 900, days: 4 });
    await put(storage, 'append', events.slice(0, 300), new Date(0));
    await put(storage, 'append', events.slice(300, 600), new Date(DAY));
    await put(storage, 'replace', events.slice(600), new Date(2 * DAY));
    await restore(storage, EVENTS, { version: 1, expectedVersion: 2, now: new Date(3 * DAY) });
    await put(storage, 'append', events.slice(600, 700), new Date(4 * DAY));
    await restore(storage, EVENTS, { version: 2, expectedVersion: 4, now: new Date(5 * DAY) });
    const counts = [300, 600, 300, 600, 700, 300];
    await check(duck, folder, counts, { oldest: 0, now: new Date(5 * DAY) });

    for (let i = 0; i < 9; i++) await put(storage, 'replace', events.slice(i), new Date((6 + i) * DAY));
    const now = new Date(30 * DAY);
    const gone = await expire(storage, EVENTS, now);
    assert.ok(gone.length > 0 && gone.every((path) => /\/run[014]\./.test(path)), String(gone));
    const later = Array.from({ length: 9 }, (_, i) => 900 - i);
    await check(duck, folder, [...counts, ...later], { oldest: 5, now });
  } finally {
    await duck[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
});

/** Compares what DuckDB reads of each version with what questions answer, and with how many rows there must be. */
async function check(
  duck: Duck,
  folder: string,
  counts: readonly number[],
  { oldest, now }: { oldest: number; now: Date },
): Promise<void> {
  const engine = openQuestions(fileStorage(folder), EVENTS, { zone: openZone('UTC'), now: () => now });
  const listed = (await engine.versions(100)).toReversed();
  for (const [version, count] of counts.entries()) {
    assert.deepEqual([listed[version]?.rows, listed[version]?.kept], [count, version >= oldest]);
    if (version < oldest) continue;
    const files = await filesOf(duck, folder, version);
    const paths = files.map(({ path }) => quoted(join(folder, EVENTS, path)));
    assert.equal(files.length, listed[version]?.files);
    const found = await duck.row<Record<string, number>>(
      `select count(*) as events, count(distinct session_id) as sessions from read_parquet([${paths.join(', ')}])`,
    );
    const { events, sessions } = await engine.statistics({ asOf: { version } });
    assert.deepEqual(found, { events, sessions });
    assert.deepEqual(
      [
        found['events'],
        files.reduce((sum, { rows }) => sum + rows, 0),
        new Set(files.map(({ seed }) => seed)),
      ],
      [count, count, new Set(['42'])],
    );
  }
}

/** Replays the log up to a version by hand, by the types of the protocol: anything else in an action is an error. */
async function filesOf(
  duck: Duck,
  folder: string,
  version: number,
): Promise<{ path: string; rows: number; seed: string }[]> {
  const log = quoted(join(folder, EVENTS, '_delta_log', '*.json'));
  return duck.rows(
    `with actions as (
       select parse_filename(filename, true)::BIGINT as version,
         json_transform_strict(json->'$.add', ${quoted(JSON.stringify(ADD))}) as added,
         json_transform_strict(json->'$.remove', ${quoted(JSON.stringify(REMOVE))}) as removed
       from read_ndjson_objects(${log}, filename = true)
       where (json->'$.add') is not null or (json->'$.remove') is not null),
     files as (
       select coalesce(added.path, removed.path) as path, arg_max(added, version) filter (added is not null) as added,
         arg_max(added is not null, version) as live
       from actions where version <= ${version} group by 1)
     select path, (added.stats::JSON->>'$.numRecords')::BIGINT as rows, added.tags['cartograph.seed'] as seed
     from files where live order by path`,
  );
}
