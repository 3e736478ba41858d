import assert from 'node:assert/strict';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  dataOf,
  hashesOf,
  runCommand,
  scratchFolders,
  someEvents,
  startCommand,
} from '../support/command.ts';

const newFolder = await scratchFolders('folders');

test('transform refuses an output that overlaps its inputs, with code 64', async () => {
  const folder = await newFolder();
  const data = join(folder, 'data');
  await mkdir(data);
  await writeFile(join(data, 'a.json'), JSON.stringify(someEvents(5)));
  await symlink(data, join(folder, 'link'));
  const before = await hashesOf(folder);
  const cases: [input: string, output: string][] = [
    [data, data],
    [data, join(data, 'out')],
    [data, folder],
    [data, join(folder, 'link')],
    [data, join(folder, 'link', 'out')],
    [join(folder, 'link'), data],
  ];
  for (const [input, output] of cases) {
    const { code, stderr } = await runCommand('transform', ['--input', input, '--output', output]);
    assert.equal(code, 64, `${input} to ${output}: ${stderr}`);
    assert.match(stderr, /the output must lie outside of the inputs/);
  }
  assert.deepEqual(await hashesOf(folder), before);
});

test('transform refuses an output within that of another run, and a run.json that is none of its own', async () => {
  const folder = await newFolder();
  const input = join(folder, 'a.json');
  await writeFile(input, JSON.stringify(someEvents(5)));
  const transform = (output: string) => runCommand('transform', ['--input', input, '--output', output]);
  const out = join(folder, 'out');
  assert.equal((await transform(out)).code, 0);
  const foreign = join(folder, 'foreign');
  await mkdir(foreign);
  await writeFile(join(foreign, 'run.json'), '{"mine":true}');
  const before = await hashesOf(folder);

  const nested = await transform(join(out, 'cart_events_cleaned', 'x'));
  assert.equal(nested.code, 64);
  assert.ok(
    nested.stderr.includes(`outputs must lie apart: ${join(out, 'run.json')} is that of another`),
    nested.stderr,
  );
  const kept = await transform(foreign);
  assert.equal(kept.code, 1);
  assert.match(
    kept.stderr,
    /^transform: Cannot read run\.json as it must be the record of a transform: it is another file, to be moved away/m,
  );
  assert.deepEqual(await hashesOf(folder), before);
  // Who keeps a run.json of something else around it has no output there.
  assert.equal((await transform(join(foreign, 'out'))).code, 0);
});

test('transform refuses an output that is a file or lies below one, and names it', async () => {
  const folder = await newFolder();
  const input = join(folder, 'a.json');
  await writeFile(input, JSON.stringify(someEvents(5)));
  await writeFile(join(folder, 'file'), 'mine');
  for (const output of [join(folder, 'file'), join(folder, 'file', 'out')]) {
    const { code, stderr } = await runCommand('transform', ['--input', input, '--output', output]);
    assert.equal(code, 1);
    assert.match(stderr, /^transform: Cannot write to \S+file\S*: (file already exists|not a directory)/);
  }
  const temp = ['--output', join(folder, 'out'), '--temp-dir', join(folder, 'file')];
  const { code, stderr } = await runCommand('transform', ['--input', input, ...temp]);
  assert.equal(code, 1);
  assert.match(stderr, /not a directory/);
});

test('transform reads a folder by path whatever the order of its files, and several inputs as given', async () => {
  const folder = await newFolder();
  await mkdir(join(folder, 'data', 'b'), { recursive: true });
  const [first, second] = [someEvents(6), someEvents(6, 3)];
  for (const event of second) event.quantity = 2;
  await writeFile(join(folder, 'data', 'b', 'x.json'), JSON.stringify(second));
  await writeFile(join(folder, 'data', 'a.json'), JSON.stringify(first));
  await writeFile(join(folder, 'data', '.hidden'), 'no json');
  const args = (...inputs: string[]) => inputs.flatMap((input) => ['--input', input]);
  const run = async (...inputs: string[]) => {
    const output = await newFolder();
    const ended = await runCommand('transform', [...args(...inputs), '--output', output], { cwd: folder });
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /12 read = 9 written \+ 0 duplicates \+ 3 conflicts/);
    return dataOf(output);
  };
  const whole = await run('data');
  const given = await run('data/a.json', 'data/b/x.json');
  assert.deepEqual(given, whole);
  const turned = await run('data/b/x.json', 'data/a.json');
  assert.notDeepEqual(turned, whole, 'the first in input order wins');
});

test('transform tells a second run who holds the output, and takes over from one that was killed', async () => {
  const folder = await newFolder();
  const output = join(folder, 'out');
  // It waits for its input, and so holds the lock.
  const holder = startCommand('transform', ['--input', '-', '--output', output], { stdin: 'open' });
  while (!(await readdir(output).catch(() => [])).some((name) => name.startsWith('.lock-'))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const input = join(folder, 'a.json');
  await writeFile(input, JSON.stringify(someEvents(5)));
  const args = ['--input', input, '--output', output];
  const second = await runCommand('transform', args);
  assert.equal(second.code, 1);
  assert.match(second.stderr, new RegExp(`held by process ${holder.child.pid} on .*transform --input - `));
  assert.equal(await readdir(join(output, 'cart_events_cleaned')).catch(() => 'none'), 'none');
  holder.child.kill('SIGKILL');
  await holder.ended;
  const third = await runCommand('transform', args);
  assert.equal(third.code, 0, third.stderr);
  assert.deepEqual(
    (await readdir(output)).filter((name) => name.startsWith('.')),
    [],
  );
});

test('transform that is interrupted ends with 130, says how to go on, and resumes to the same bytes', async () => {
  const folder = await newFolder();
  const input = join(folder, 'a.ndjson');
  const text = someEvents(60_000)
    .map((event) => JSON.stringify(event))
    .join('\n');
  await writeFile(input, text);
  const [output, wanted] = [join(folder, 'out'), join(folder, 'wanted')];
  const { child, ended } = startCommand('transform', ['--input', input, '--output', output]);
  child.stderr.on('data', (chunk: Buffer) => {
    if (chunk.includes('Reading')) child.kill('SIGINT');
  });
  const { code, stderr } = await ended;
  assert.equal(code, 130, stderr);
  assert.match(stderr, /interrupted; .*--resume/);
  const left = Object.keys(await hashesOf(output)).filter((path) => !path.startsWith('.staging/'));
  assert.deepEqual(left, []);
  const args = ['--input', input, '--output'];
  assert.equal((await runCommand('transform', [...args, output, '--resume'])).code, 0);
  assert.equal((await runCommand('transform', [...args, wanted])).code, 0);
  assert.deepEqual(await dataOf(output), await dataOf(wanted));
});

test('transform writes the same bytes for any chunk, memory, workers, zone of the machine and language', async () => {
  const folder = await newFolder();
  const input = join(folder, 'a.json');
  const dirty = [...someEvents(3000), ...someEvents(50), { event_id: 'alone' }];
  await writeFile(input, JSON.stringify(dirty));
  const variants: [args: string[], env?: Record<string, string>][] = [
    [[]],
    [['--chunk-size', '777', '--workers', '1']],
    [['--chunk-size', '1', '--memory', '64', '--workers', '3']],
    [['--chunk-size', '4000', '--memory', '1000000']],
    [[], { TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }],
  ];
  const outputs: Record<string, string>[] = [];
  for (const [args, env] of variants) {
    const output = await newFolder();
    const options = env === undefined ? {} : { env };
    const zone = ['--time-zone', 'America/St_Johns'];
    const ended = await runCommand(
      'transform',
      ['--input', input, '--output', output, ...zone, ...args],
      options,
    );
    assert.equal(ended.code, 0, ended.stderr);
    outputs.push(await dataOf(output));
  }
  for (const [i, files] of outputs.entries())
    assert.deepEqual(files, outputs[0], JSON.stringify(variants[i]));
});
