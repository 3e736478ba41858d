import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openDuck, quoted } from '../support/duckdb.ts';
import {
  type Ended,
  hashesOf,
  runCommand,
  scratchFolders,
  someEvents,
  startCommand,
} from '../support/command.ts';

const newFolder = await scratchFolders('import');
const SAMPLE = fileURLToPath(new URL('../../fixtures/cart-events.json.gz', import.meta.url));
const JOURNEY = [
  'event_sequence_num',
  'session_start',
  'session_end',
  'session_duration_seconds',
  'total_events',
  'event_journey',
];

test('import gives the table of a transform without its journeys, as DuckDB reads both', async () => {
  const [data, out] = [await newFolder(), await newFolder()];
  const zone = ['--time-zone', 'Asia/Ho_Chi_Minh'];
  const imported = await runCommand('import', [SAMPLE, '--data', data, ...zone]);
  assert.equal(imported.code, 0, imported.stderr);
  const transformed = await runCommand('transform', ['--input', SAMPLE, '--output', out, ...zone]);
  assert.equal(transformed.code, 0, transformed.stderr);
  await using duck = await openDuck();
  const [ours, theirs] = [
    join(data, 'events', '*', '*.parquet'),
    join(out, 'cart_events_cleaned', '*', '*.parquet'),
  ].map((glob) => `from read_parquet(${quoted(glob)}, hive_partitioning = true)`);
  const kept = `select * exclude (${JOURNEY.join(', ')}) ${theirs}`;
  assert.deepEqual(
    await duck.rows(`describe select * ${ours}`),
    await duck.rows(`describe ${kept}`),
    'the same columns of the same types in the same order',
  );
  const { rows } = await duck.row<{ rows: number }>(`select count(*) as rows ${ours}`);
  assert.ok(rows > 4900);
  for (const [a, b] of [
    [`select * ${ours}`, kept],
    [kept, `select * ${ours}`],
  ])
    assert.deepEqual(await duck.rows(`(${a}) except all (${b})`), []);
  const query = /^DuckDB: (.*)$/m.exec(imported.stdout)?.[1] as string;
  assert.equal((await duck.rows(query)).length, 14, 'the query that is proposed runs');
});

test('import writes the same bytes for any number of workers, into a table that knows some ids too', async () => {
  const [first, second] = [join(await newFolder(), 'a.json'), join(await newFolder(), 'b.json')];
  await writeFile(first, JSON.stringify(someEvents(3000)));
  await writeFile(
    second,
    JSON.stringify([...someEvents(2000, 2000), ...someEvents(100), { event_id: 'alone' }]),
  );
  const tables: Record<string, string>[] = [];
  for (const workers of ['1', '2', '3']) {
    const data = await newFolder();
    for (const file of [first, second]) {
      const { code, stderr } = await runCommand('import', [file, '--data', data, '--workers', workers]);
      assert.equal(code, 0, stderr);
    }
    // The log and the records hold times.
    const files = Object.entries(await hashesOf(data)).filter(([path]) => !path.endsWith('.json'));
    tables.push(Object.fromEntries(files));
  }
  assert.ok(Object.keys(tables[0] as object).length > 5);
  assert.deepEqual(tables[1], tables[0]);
  assert.deepEqual(tables[2], tables[0]);
});

test('import adds file after file, says what became of each, and does nothing twice', async () => {
  const folder = await newFolder();
  const data = join(folder, 'data');
  const [first, second] = [join(folder, 'a.json'), join(folder, 'b.ndjson')];
  await writeFile(first, JSON.stringify(someEvents(20)));
  const more = [...someEvents(10, 15), { event_id: 'alone' }, ...someEvents(1, 24)];
  await writeFile(second, more.map((event) => JSON.stringify(event)).join('\n'));
  const one = await runCommand('import', [first, '--data', data]);
  assert.equal(one.code, 0, one.stderr);
  assert.match(one.stdout, /^20 read = 20 written \+ 0 duplicates \+ 0 already there/);
  assert.match(one.stdout, /events \(Delta Lake, version 0, 20 events, dates in UTC\)/);
  assert.match(one.stdout, /npm start -- --data \S+data\n/);
  const two = await runCommand('import', [second, '--data', data, '--max-quarantine', '0.5']);
  assert.equal(two.code, 0, two.stderr);
  assert.match(
    two.stdout,
    /^12 read = 5 written \+ 1 duplicates \+ 5 already there \+ 0 conflicts \+ 1 quarantined\nRefused: missing_field 1\n/,
  );
  assert.match(two.stdout, /version 1, 25 events/);
  const before = await hashesOf(data);
  const again = await runCommand('import', [second, '--data', data, '--max-quarantine', '0.01']);
  assert.equal(again.code, 2);
  assert.match(again.stdout, /holds this import already: nothing had to be done\n12 read/);
  assert.match(again.stderr, /8\.33 % .*quarantine\/[0-9a-f]{32}\.ndjson\.gz/);
  assert.deepEqual(await hashesOf(data), before);
  const hidden = (await readdir(data)).filter((name) => name.startsWith('.'));
  assert.deepEqual(hidden, [], 'nothing is left behind');
});

test('import reads folders, standard input and its own quarantine', async () => {
  const folder = await newFolder();
  const data = join(folder, 'data');
  await mkdir(join(folder, 'raw'));
  await writeFile(join(folder, 'raw', 'b.json'), JSON.stringify(someEvents(5, 5)));
  await writeFile(join(folder, 'raw', 'a.json'), JSON.stringify([...someEvents(5), { event_id: 'alone' }]));
  const files = ['raw', '-', '--data', 'data', '--max-quarantine', '1', '--json'];
  const stdin = Buffer.from(JSON.stringify(someEvents(4, 8)));
  const { code, stdout, stderr } = await runCommand('import', files, { cwd: folder, stdin });
  assert.deepEqual([code, stderr], [0, '']);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const result = lines.pop() as { type: string; counts: Record<string, number>; inputs: { name: string }[] };
  for (const line of lines) assert.equal(line.type, 'progress');
  assert.equal(result.type, 'result');
  assert.deepEqual(
    [result.counts['read'], result.counts['written'], result.counts['duplicates']],
    [15, 12, 2],
  );
  assert.deepEqual(
    result.inputs.map(({ name }) => name),
    ['raw/a.json', 'raw/b.json', '-'],
  );
  const [quarantine] = await readdir(join(data, 'quarantine'));
  const replay = join('data', 'quarantine', quarantine as string);
  const replayed = await runCommand('import', [replay, '--data', 'data'], { cwd: folder });
  assert.equal(replayed.code, 2);
  assert.match(replayed.stdout, /^1 read = 0 written .* 1 quarantined/);
});

const wrong: [args: string[], told: RegExp][] = [
  [[], /files to read are wanted: there are none/],
  [[''], /FILE .*it is empty/],
  [['a', '--data='], /--data .*it is empty/],
  [['a', '--nope'], /Unknown option '--nope'/],
  [['a', '--memory', '63'], /--memory .*"63"/],
  [['a', '--workers', '0'], /--workers .*"0"/],
  [['a', '--time-zone', 'Mars/Base'], /time zone "Mars\/Base"/],
  [['a', '--not-after', 'x'], /--not-after .*"x"/],
  [['.'], /data folder must lie outside of the inputs/],
];

test('import refuses wrong arguments with code 64, says which, and writes nothing', async () => {
  const folder = await newFolder();
  const all = await Promise.all(wrong.map(([args]) => runCommand('import', args, { cwd: folder })));
  for (const [i, [args, told]] of wrong.entries()) {
    const { code, stdout, stderr } = all[i] as Ended;
    assert.equal(code, 64, `${args.join(' ')}: ${stderr}`);
    assert.match(stderr, told);
    assert.doesNotMatch(stderr, /\n {4}at /, 'no stack');
    assert.equal(stdout, '');
  }
  assert.deepEqual(await readdir(folder), []);
});

test('import takes the zone of the table where none is given, for --not-after too, and refuses another with 64', async () => {
  const folder = await newFolder();
  const [data, first, second] = ['data', 'a.json', 'b.json'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const at = (n: number, timestamp: string) => ({ ...someEvents(1, n)[0], timestamp });
  await writeFile(first, JSON.stringify([at(1, '2025-03-01T10:00:00')]));
  await writeFile(second, JSON.stringify([at(2, '2025-03-01T12:00:00'), at(3, '2025-03-01T06:00:00Z')]));
  const zone = ['--time-zone', 'Asia/Tokyo'];
  assert.equal((await runCommand('import', [first, '--data', data, ...zone])).code, 0);
  const other = await runCommand('import', [second, '--data', data, '--time-zone', 'UTC']);
  assert.equal(other.code, 64, other.stderr);
  assert.match(other.stderr, /Cannot import with time zone UTC .* another one: Asia\/Tokyo/);
  // Noon in Tokyo is 03:00 UTC.
  const limit = ['--not-after', '2025-03-01T12:00:00', '--max-quarantine', '1'];
  const { stdout } = await runCommand('import', [second, '--data', data, ...limit]);
  assert.match(stdout, /^2 read = 1 written .* 1 quarantined/);
  assert.match(stdout, /dates in Asia\/Tokyo/);
});

test('import keeps the table when an input cannot be read, or is interrupted, and takes over after a kill', async () => {
  const folder = await newFolder();
  const data = join(folder, 'data');
  const [good, bad, large] = ['good', 'bad', 'large'].map((name) => join(folder, `${name}.json`)) as [
    string,
    string,
    string,
  ];
  await writeFile(good, JSON.stringify(someEvents(20)));
  await writeFile(bad, JSON.stringify(someEvents(20)).slice(0, -1));
  await writeFile(large, JSON.stringify(someEvents(60_000)));
  await runCommand('import', [good, '--data', data]);
  const before = await hashesOf(data);
  const refused = await runCommand('import', [bad, '--data', data]);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /has to end in a bracket.*byte \d+\)/);
  assert.deepEqual(await visibleOf(data), before);
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    const { child, ended } = startCommand('import', [large, '--data', data]);
    child.stderr.on('data', (chunk: Buffer) => {
      if (chunk.includes('Reading')) child.kill(signal);
    });
    const { code, stderr } = await ended;
    assert.equal(code, signal === 'SIGINT' ? 130 : null, stderr);
    if (signal === 'SIGINT') assert.match(stderr, /interrupted; the table is as it was: .*--resume/);
    assert.deepEqual(await visibleOf(data), before, signal);
  }
  const { code, stdout, stderr } = await runCommand('import', [large, '--data', data, '--resume']);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^60000 read = 59980 written \+ 0 duplicates \+ 20 already there/);
  assert.deepEqual(
    (await readdir(data)).filter((name) => name.startsWith('.')),
    [],
  );
});

test('import tells a second one who holds the folder', async () => {
  const folder = await newFolder();
  const { child, ended } = startCommand('import', ['-', '--data', folder], { stdin: 'open' });
  while (!(await readdir(folder)).some((name) => name.startsWith('.lock-'))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const second = await runCommand('import', [SAMPLE, '--data', folder]);
  assert.equal(second.code, 1);
  assert.match(second.stderr, new RegExp(`held by process ${child.pid} on .*import - `));
  child.stdin.end('[]');
  assert.equal((await ended).code, 0);
  assert.ok(existsSync(join(folder, 'events', '_delta_log', `${'0'.repeat(20)}.json`)));
});

/** All files of a data folder that are not hidden: what a run that ended early may leave is. */
async function visibleOf(folder: string): Promise<Record<string, string>> {
  const files = Object.entries(await hashesOf(folder));
  return Object.fromEntries(files.filter(([path]) => !path.startsWith('.')));
}
