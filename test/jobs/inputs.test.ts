import assert from 'node:assert/strict';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { dataOf, hashesOf, runCommand, scratchFolders, someEvents } from '../support/command.ts';

const newFolder = await scratchFolders('inputs');
const plain = Buffer.from(JSON.stringify(someEvents(20)));
const packed = gzipSync(plain);
const encoder = new TextEncoder();

function zip(name = 'a.json'): Buffer {
  return Buffer.from(zipSync({ [name]: plain }));
}

/** Bytes with some replaced, from `at` on. */
function patched(bytes: Uint8Array, at: number, ...values: number[]): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(values, at < 0 ? copy.length + at : at);
  return copy;
}

const refused: [name: string, bytes: Uint8Array, told: RegExp][] = [
  ['cut.gz', packed.subarray(0, packed.length - 9), /gunzip.*ends early \(.*cut\.gz, byte \d+\)/],
  ['crc.gz', patched(packed, -8, 1, 2, 3, 4), /CRC-32 does not match \(.*crc\.gz, byte \d+\)/],
  [
    'garbage.gz',
    Buffer.concat([packed, Buffer.from('garbage')]),
    /something follows the last member \(.*garbage\.gz/,
  ],
  ['utf16.json', Buffer.from(`\uFEFF${plain.toString()}`, 'utf16le'), /UTF-16, convert it \(.*utf16/],
  ['empty.json', new Uint8Array(), /it is empty \(.*empty\.json\)/],
  ['space.json', encoder.encode(' \n\t \r\n'), /it is empty \(.*space\.json\)/],
  ['image.png', encoder.encode('\u0089PNG\r\n'), /JSON is wanted.*begins with c2 89 50 4e/],
  ['x.parquet', encoder.encode('PAR1\u0015\u0004\u0015'), /JSON is wanted.*\(PAR1.*x\.parquet, byte 0\)/],
  ['open.json', plain.subarray(0, -1), /has to end in a bracket.*byte \d+\)/],
  [
    'crc.zip',
    patched(zip(), zip().length - 22 - 46 - 6 + 16, 1),
    /CRC-32 of an entry.*entry a\.json, byte \d+/,
  ],
  ['secret.zip', patched(zip(), zip().length - 22 - 46 - 6 + 8, 1), /encrypted \(.*entry a\.json/],
  ['cut.zip', zip().subarray(0, -30), /archive ends in its directory.*cut\.zip/],
];

test('transform refuses what it cannot read to its end, says where, and keeps the former output', async () => {
  const output = await newFolder();
  await writeFile(join(output, '..', 'good.json'), plain);
  await runCommand('transform', ['--input', join(output, '..', 'good.json'), '--output', output]);
  const before = await hashesOf(output);
  const folder = await newFolder();
  for (const [name, bytes, told] of refused) {
    await writeFile(join(folder, name), bytes);
    const { code, stderr } = await runCommand('transform', [
      '--input',
      join(folder, name),
      '--output',
      output,
    ]);
    assert.equal(code, 1, `${name}: ${stderr}`);
    assert.match(stderr, told);
    assert.doesNotMatch(stderr, /\n {4}at /, 'no stack');
    assert.deepEqual(await visibleOf(output), before, name);
  }
});

test('transform refuses inputs that are not there or no files', async () => {
  const folder = await newFolder();
  const output = join(folder, 'out');
  await mkdir(join(folder, 'bare', 'inner'), { recursive: true });
  await symlink('nowhere', join(folder, 'broken'));
  const cases: [input: string, told: RegExp][] = [
    ['missing.json', /it does not exist \(.*missing\.json\)/],
    ['bare', /has to hold files: it has none \(.*bare\)/],
    ['broken', /it does not exist \(.*broken\)/],
  ];
  for (const [name, told] of cases) {
    const { code, stderr } = await runCommand('transform', [
      '--input',
      join(folder, name),
      '--output',
      output,
    ]);
    assert.equal(code, 1);
    assert.match(stderr, told);
    assert.deepEqual(await hashesOf(output), {}, 'nothing written, no lock left');
  }
  const stdin = await runCommand('transform', ['--input', '-', '--output', output]);
  assert.equal(stdin.code, 1);
  assert.match(stdin.stderr, /it is empty \(-\)/);
});

test('transform reads the same from every container, folder, pipe and member', async () => {
  const folder = await newFolder();
  const half = someEvents(20);
  const lines = half.map((event) => JSON.stringify(event)).join('\n');
  const members = [half.slice(0, 7), half.slice(7)].map((part) =>
    gzipSync(part.map((event) => `${JSON.stringify(event)}\n`).join('')),
  );
  const forms: Record<string, Uint8Array> = {
    'bom.json': Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), plain]),
    'wrong-ending.zip': packed,
    'padded.gz': Buffer.concat([packed, Buffer.alloc(4096)]),
    'members.gz': Buffer.concat([...members, gzipSync('')]),
    'nested.zip': zipSync({ 'inner.zip': zip('../../escape.json') }),
    "a 'b\n%00 \u00e9\u{1f600}.json": encoder.encode(lines),
  };
  const wanted = await newFolder();
  await runCommand('transform', ['--input', '-', '--output', wanted], { stdin: plain });
  const files = await dataOf(wanted);
  assert.ok(Object.keys(files).some((path) => path.endsWith('.parquet')));
  for (const [name, bytes] of Object.entries(forms)) {
    await writeFile(join(folder, name), bytes);
    const output = await newFolder();
    const { code, stderr } = await runCommand('transform', ['--input', name, '--output', output], {
      cwd: folder,
    });
    assert.equal(code, 0, `${name}: ${stderr}`);
    assert.deepEqual(await dataOf(output), files, name);
  }
});

test('transform keeps the neighbours of what it refuses, and replays the quarantine beside the original', async () => {
  const folder = await newFolder();
  const [good, other] = someEvents(2) as [Record<string, unknown>, Record<string, unknown>];
  const bad = (id: string, fields: string) =>
    `{"event_id":"${id}","event_type":"view_item","session_id":"s","timestamp":"2025-03-01T10:00:00",${fields}}`;
  const parts = [
    JSON.stringify(good),
    '{"event_id":"\u00ff\u00fe"}',
    bad('huge', '"quantity":1e999'),
    bad('nan', '"quantity":NaN'),
    bad('past', '"product_id":9007199254740993'),
    bad('proto', '"__proto__":{"polluted":1}'),
    bad('twice', '"quantity":1,"quantity":2'),
    `{"event_id":"deep","a":${'['.repeat(600)}${']'.repeat(600)}}`,
    JSON.stringify(other),
  ];
  const dirty = join(folder, 'dirty.json');
  await writeFile(dirty, Buffer.from(`[${parts.join(',')}]`, 'latin1'));
  const output = join(folder, 'out');
  const first = await runCommand('transform', ['--input', dirty, '--output', output]);
  assert.equal(first.code, 2, first.stderr);
  assert.match(first.stdout, /9 read = 4 written \+ 0 duplicates \+ 0 conflicts \+ 5 quarantined/);
  const lines = gunzipSync(await readFile(join(output, 'quarantine.ndjson.gz')))
    .toString()
    .trimEnd()
    .split('\n');
  const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(
    records.map(({ code, encoding }) => [code, encoding]),
    [
      ['invalid_utf8', 'base64'],
      ['unsafe_number', 'utf8'],
      ['malformed_json', 'utf8'],
      ['unsafe_number', 'utf8'],
      ['too_deep', 'utf8'],
    ],
  );
  const raw = Buffer.from(String(records[0]?.raw), 'base64').toString('latin1');
  assert.equal(raw, parts[1]);
  assert.deepEqual([records[0]?.file, records[0]?.offset], [dirty, (parts[0] as string).length + 2]);
  const quarantine = join(folder, 'quarantine.ndjson.gz');
  await writeFile(quarantine, await readFile(join(output, 'quarantine.ndjson.gz')));
  const again = await runCommand('transform', ['--input', dirty, '--input', quarantine, '--output', output]);
  assert.equal(again.code, 2);
  assert.match(again.stdout, /14 read = 4 written \+ 0 duplicates \+ 0 conflicts \+ 10 quarantined/);
  const twice = await runCommand('transform', ['--input', dirty, '--input', dirty, '--output', output]);
  assert.match(twice.stdout, /18 read = 4 written \+ 4 duplicates \+ 0 conflicts \+ 10 quarantined/);
});

test('transform passes over a million levels of nesting', async () => {
  const output = await newFolder();
  const [good] = someEvents(1);
  const stdin = Buffer.from(`[{"x":${'['.repeat(1e6)}${']'.repeat(1e6)}},${JSON.stringify(good)}]`);
  const { code, stdout, stderr } = await runCommand('transform', ['--input', '-', '--output', output], {
    stdin,
  });
  assert.equal(code, 2, stderr);
  assert.match(stdout, /2 read = 1 written .* 1 quarantined\nRefused: too_deep 1/);
});

/** What is there but for the staging folder, which --resume takes up. */
async function visibleOf(output: string): Promise<Record<string, string>> {
  const files = await hashesOf(output);
  return Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('.staging/')));
}
