import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { score, type ScoreOptions } from '../../../src/core/plan/score.ts';
import type { KindScore, Score } from '../../../src/core/plan/score/result.ts';
import { parseGenerated } from '../../../src/core/plan/score/run.ts';
import { judge } from '../../../src/core/plan/score/verdict.ts';
import { gunzip } from '../../../src/core/sources/gunzip.ts';
import { scoreText } from '../../../src/core/plan/score/text.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { FAULT_KINDS, type FaultKind, type TruthLine } from '../../../src/core/truth.ts';
import { runTransform, toBytes } from '../../support/run-transform.ts';
import { brokenStream, editLines, editRun, happened, truthFile } from './score-case.ts';

const { bytes, truth, generated, notAfter } = brokenStream();

async function transformed(
  stream: Uint8Array = bytes,
  options: { timeZone?: string; notAfter?: number | null } = {},
): Promise<Storage> {
  const all = { timeZone: 'UTC', dropGuests: false, notAfter, ...options };
  const { output } = await runTransform(stream, { request: { options: all } });
  return output;
}

function scored(
  output: Storage,
  lines: readonly unknown[] = truth,
  options: ScoreOptions = {},
): Promise<Score> {
  return score(output, truthFile(lines), { generated, ...options });
}

/** Kinds of which something is not 1, with found, claimed, precision and recall. */
function falls({ kinds }: Score): Record<string, (number | null)[]> {
  const wrong = kinds.filter(({ precision, recall }) => precision !== 1 || recall !== 1);
  return Object.fromEntries(
    wrong.map((kind) => [kind.kind, [kind.found, kind.claimed, kind.precision, kind.recall]]),
  );
}

/** Lists the one file of the table under a second name. */
async function addFileAgain(output: Storage): Promise<void> {
  const log = (await output.list('cart_events_cleaned/_delta_log'))[0]!.path;
  const text = new TextDecoder().decode(await output.read(log));
  const add = text.split('\n').find((line) => line.startsWith('{"add"'))!;
  const { path } = (JSON.parse(add) as { add: { path: string } }).add;
  const file = `cart_events_cleaned/${decodeURIComponent(path)}`;
  await output.write(file.replace('part-', 'part-2'), await output.read(file));
  await output.write(log, toBytes(`${text.trimEnd()}\n${add.replace('part-', 'part-2')}\n`));
}

function kindOf({ kinds }: Score, kind: FaultKind): KindScore {
  return kinds.find((entry) => entry.kind === kind)!;
}

function without(n: number): TruthLine[] {
  return truth.filter(({ event_id }) => event_id !== `evt_${n}`);
}

function withOriginal(n: number, change: object): TruthLine[] {
  return truth.map((line) =>
    line.event_id === `evt_${n}` ? { ...line, original: { ...line.original, ...change } } : line,
  );
}

test('score() gives 1 to a transform that deals with every fault', async () => {
  const result = await scored(await transformed());
  assert.deepEqual(
    result.kinds.map(({ kind }) => kind),
    [...FAULT_KINDS],
  );
  for (const kind of result.kinds) {
    const { injected, found, claimed, precision, recall, examples } = kind;
    assert.deepEqual([injected, found, claimed, precision, recall, examples], [2, 2, 2, 1, 1, []], kind.kind);
  }
  assert.deepEqual(result.untouched, { expected: 44, kept: 44, repeated: 0, misplaced: 0 });
  assert.deepEqual(result.unexpected, { count: 0, examples: [] });
  assert.deepEqual([result.perfect, result.notes], [true, []]);
});

test('score() says that it does not check untouched events without a usable generate.json', async () => {
  const output = await transformed();
  for (const given of [null, { ...generated, count: null }, { ...generated, count: 3 }]) {
    const result = await scored(output, truth, { generated: given });
    assert.equal(result.untouched, null);
    assert.equal(result.perfect, true);
    assert.match(result.notes.join(), /not checked: .*generate\.json/);
  }
});

test('score() takes a line off the truth for a wrong claim of the run', async () => {
  const output = await transformed();
  const cases: [n: number, kind: FaultKind][] = [
    [2, 'duplicate'],
    [1, 'conflict'],
    [10, 'future'],
    [14, 'missing_field'],
    [17, 'missing_field'],
    [20, 'wrong_type'],
    [26, 'malformed_json'],
  ];
  for (const [n, kind] of cases) {
    const result = await scored(output, without(n));
    assert.deepEqual(falls(result), { [kind]: [1, 2, 0.5, 1] }, `${n}`);
    assert.equal(result.unexpected.count, kind === 'duplicate' ? 0 : 1);
    assert.equal(result.perfect, false);
  }
});

test('score() counts a refusal or a conflict that is not there as missed', async () => {
  const cases: [n: number, kind: FaultKind, file: string][] = [
    [3, 'conflict', 'conflicts.ndjson.gz'],
    [13, 'future', 'quarantine.ndjson.gz'],
    [14, 'missing_field', 'quarantine.ndjson.gz'],
    [23, 'wrong_type', 'quarantine.ndjson.gz'],
    [29, 'malformed_json', 'quarantine.ndjson.gz'],
  ];
  for (const [n, kind, file] of cases) {
    const output = await transformed();
    const { offset } = truth.find(({ event_id }) => event_id === `evt_${n}`)!;
    await editLines(output, file, (lines) => lines.filter((line) => line.offset !== offset));
    const result = await scored(output);
    assert.deepEqual(falls(result), { [kind]: [1, 1, 1, 0.5] });
    const [example] = kindOf(result, kind).examples;
    assert.equal(example?.event_id, `evt_${n}`);
    assert.match(example.expected, new RegExp(`at byte ${offset} `));
  }
});

test('score() wants a refusal to have the code and the field of its fault', async () => {
  const at = (n: number) => truth.find(({ event_id }) => event_id === `evt_${n}`)!.offset;
  const output = await transformed();
  const edit = (n: number, change: object) =>
    editLines(output, 'quarantine.ndjson.gz', (lines) =>
      lines.map((line) => (line.offset === at(n) ? { ...line, ...change } : line)),
    );
  await edit(14, { field: 'session_id' });
  assert.deepEqual(falls(await scored(output)), { missing_field: [1, 2, 0.5, 0.5] });
  await edit(20, { code: 'malformed_json', field: null });
  await edit(10, { code: 'negative_value', field: 'quantity' });
  const result = await scored(output);
  assert.deepEqual(falls(result), {
    future: [1, 1, 1, 0.5],
    missing_field: [1, 2, 0.5, 0.5],
    wrong_type: [1, 1, 1, 0.5],
    malformed_json: [2, 3, 2 / 3, 1],
  });
  assert.deepEqual(result.unexpected, {
    count: 1,
    examples: [
      { file: 'quarantine.ndjson.gz', line: 1, code: 'negative_value', field: 'quantity', offset: at(10) },
    ],
  });
  assert.match(
    kindOf(result, 'wrong_type').examples[0]!.found,
    /not in the table, refused as malformed_json$/,
  );
});

test('score() lists a line that is there twice, or at no element of the truth, as unexpected', async () => {
  const output = await transformed();
  await editLines(output, 'quarantine.ndjson.gz', (lines) => [
    ...lines,
    lines[0],
    { ...lines[1], offset: 1 },
  ]);
  const result = await scored(output, truth, { examples: 1 });
  assert.deepEqual(falls(result), { future: [2, 4, 0.5, 1] });
  assert.deepEqual([result.unexpected.count, result.unexpected.examples.length], [2, 1]);
});

test('score() wants every duplicate of the truth to be a drop of the run, and the other way round', async () => {
  const output = await transformed();
  await editRun(output, ({ counts }) => (counts['duplicates'] = 4));
  const claimed = await scored(output);
  assert.deepEqual(falls(claimed), { duplicate: [2, 4, 0.5, 1] });
  assert.match(claimed.notes.join(), /run\.json counts 4 dropped duplicates, 2 of them/);
  await editRun(output, ({ counts }) => (counts['duplicates'] = 1));
  assert.deepEqual(falls(await scored(output)), { duplicate: [1, 1, 1, 0.5] });

  const line = {
    event_id: 'evt_50',
    kind: 'duplicate',
    field: null,
    position: 0,
    offset: 0,
    original: happened(50),
  };
  await editRun(output, ({ counts }) => (counts['duplicates'] = 2));
  const invented = await scored(output, [...truth, line], { generated: null });
  assert.deepEqual(falls(invented), { duplicate: [2, 2, 1, 2 / 3] });
});

test('score() sees a copy that is kept, and an event that is kept twice or in spite of its fault', async () => {
  const lines = new TextDecoder().decode(bytes).split('\n');
  const copy = JSON.stringify({ ...happened(2), event_id: 'evt_other' });
  const stream = lines.map((line, i) => (i === truth[0]!.position ? copy : line)).join('\n');
  const result = await scored(await transformed(toBytes(stream)), truth, { generated: null });
  assert.deepEqual(kindOf(result, 'duplicate').recall, 0.5);

  const mended = toBytes([...lines, JSON.stringify(happened(20))].join('\n'));
  const twice = await scored(await transformed(mended));
  assert.deepEqual(falls(twice), { wrong_type: [1, 2, 0.5, 0.5] });
  assert.match(
    kindOf(twice, 'wrong_type').examples[0]!.found,
    /^once in the table, refused as wrong_type page_url$/,
  );
});

test('score() wants a late event at its time, in its date and at its place', async () => {
  const output = await transformed();
  const original = happened(30);
  const cases = [
    { timestamp_unix: original.timestamp_unix + 1 },
    { timestamp: '2025-03-02T08:30:00' },
    { session_id: 'sess_0' },
  ];
  for (const change of cases) {
    const result = await scored(output, withOriginal(30, change));
    assert.deepEqual(falls(result), { late: [1, 2, 0.5, 0.5] }, JSON.stringify(change));
  }
  const result = await scored(output, withOriginal(40, { timestamp_unix: 0 }));
  assert.deepEqual(falls(result), { out_of_order: [1, 2, 0.5, 0.5] });
  const [example] = kindOf(result, 'out_of_order').examples;
  assert.match(example!.expected, /at 1970-01-01T00:00:00Z/);
  assert.match(example!.found, /at 2025-03-01T08:40:00Z, in date=2025-03-01, number \d+ of its session/);
});

test('score() gives rows of the same time any order among themselves', async () => {
  const { timestamp, timestamp_unix } = happened(4);
  const events = [0, 4, 8].map((n) => Object.assign(happened(n), { timestamp, timestamp_unix }));
  const [late, ...others] = events;
  const text = [...others, late].map((event) => JSON.stringify(event));
  const line = { event_id: 'evt_0', kind: 'late', field: null, position: 2, offset: 0, original: late };
  const result = await score(await transformed(toBytes(text.join('\n'))), truthFile([line]));
  assert.equal(result.perfect, true);
});

test('score() of a stream in a wrong time zone says which one is right', async () => {
  const result = await scored(await transformed(bytes, { timeZone: 'Asia/Ho_Chi_Minh' }), truth, {
    generated: { ...generated, timeZone: 'UTC' },
  });
  assert.deepEqual(falls(result), { late: [0, 2, 0, 0], out_of_order: [0, 2, 0, 0] });
  assert.match(result.notes.join(), /transform with --time-zone UTC/);
});

test('score() compares the kept event of a conflict with the original', async () => {
  const output = await transformed();
  for (const change of [
    { page_url: '/other' },
    { quantity: null },
    { timestamp_unix: 5 },
    { customer_id: '7' },
  ]) {
    const result = await scored(output, withOriginal(1, change));
    assert.deepEqual(falls(result), { conflict: [1, 2, 0.5, 0.5] }, JSON.stringify(change));
    assert.match(
      kindOf(result, 'conflict').examples[0]!.found,
      new RegExp(`with another ${Object.keys(change)[0]}`),
    );
  }
  const device = withOriginal(1, { device: 'tablet' });
  assert.equal((await scored(output, device)).perfect, true, 'a column that nobody changed');
  const changed = device.map((line) => Object.assign(line, line.event_id === 'evt_1' && { field: 'device' }));
  assert.equal((await scored(output, changed)).perfect, false);
});

test('score() tells how to refuse events of the future where the run had no limit', async () => {
  const output = await transformed(bytes, { notAfter: null });
  const result = await scored(output);
  assert.deepEqual(falls(result), { future: [0, 0, 1, 0] });
  assert.match(result.notes.join(), /--not-after 2025-03-02T00:00:00Z/);
  assert.match(
    (await scored(output, truth, { generated: null })).notes.join(),
    /--not-after <end of the stream>/,
  );
  const limited = await scored(await transformed(bytes, { notAfter: notAfter + 400 * 86_400_000_000 }));
  assert.doesNotMatch(limited.notes.join(), /--not-after/);
});

test('score() counts untouched events that are missing, and rows that nobody sent', async () => {
  const lines = new TextDecoder().decode(bytes).split('\n');
  const short = await scored(await transformed(toBytes(lines.toSpliced(-1).join('\n'))));
  assert.deepEqual(short.untouched, { expected: 44, kept: 43, repeated: 0, misplaced: 0 });
  assert.deepEqual([short.perfect, falls(short)], [false, {}]);
  assert.match(short.notes.join(), /counts 64 elements, the transform has read 63/);
  const long = await scored(await transformed(toBytes([...lines, JSON.stringify(happened(61))].join('\n'))));
  assert.deepEqual([long.untouched?.kept, long.perfect], [45, false]);
});

test('score() sees rows in the partition of another date, and a file that is in the table twice', async () => {
  const output = await transformed();
  const log = (await output.list('cart_events_cleaned/_delta_log'))[0]!.path;
  const text = new TextDecoder().decode(await output.read(log));
  await output.write(
    log,
    toBytes(
      text.replace('"partitionValues":{"date":"2025-03-01"}', '"partitionValues":{"date":"2025-03-02"}'),
    ),
  );
  const moved = await scored(output);
  assert.deepEqual(moved.untouched, { expected: 44, kept: 0, repeated: 0, misplaced: 44 });
  assert.deepEqual(Object.keys(falls(moved)), ['late', 'out_of_order']);

  await output.write(log, toBytes(text));
  await addFileAgain(output);
  const twice = await scored(output);
  assert.deepEqual(twice.untouched, { expected: 44, kept: 0, repeated: 44, misplaced: 0 });
  assert.deepEqual(falls(twice), {
    duplicate: [0, 2, 0, 0],
    conflict: [0, 2, 0, 0],
    late: [0, 4, 0, 0],
    out_of_order: [0, 4, 0, 0],
  });
});

test('score() is not perfect where an untouched event is refused, or another one is there twice', async () => {
  const output = await transformed();
  const line = { code: 'negative_value', field: 'quantity', offset: 1 };
  await editLines(output, 'quarantine.ndjson.gz', (lines) => [...lines, { ...lines[0], ...line }]);
  const refused = await scored(output, truth, { generated: null });
  assert.deepEqual([falls(refused), refused.unexpected.count, refused.perfect], [{}, 1, false]);

  const strange = await transformed(toBytes(JSON.stringify(happened(1))));
  await addFileAgain(strange);
  const twice = await scored(strange, [], { generated: { ...generated, count: 0, elements: 1 } });
  assert.deepEqual(twice.untouched, { expected: 0, kept: 0, repeated: 1, misplaced: 0 });
  assert.equal(twice.perfect, false);
});

test('score() reads lines however they are cut', async () => {
  const output = await transformed();
  async function* inSevens(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of gunzip(chunks))
      for (let at = 0; at < chunk.length; at += 7) yield chunk.subarray(at, at + 7);
  }
  assert.deepEqual(await scored(output, truth, { gunzip: inSevens }), await scored(output));
});

test('judge() wants a late event to have the number of its place, and both of its times', () => {
  const unix = Date.UTC(2025, 2, 1);
  const found = {
    timestamp: unix * 1000 + 7,
    timestamp_unix: unix,
    session_id: 'sess_1',
    date: '2025-03-01',
  };
  const place = { session_id: 'sess_1', timestamp_unix: unix, date: '2025-03-01' };
  const times = [found.timestamp + 1, found.timestamp, found.timestamp, found.timestamp - 1];
  const verdictOn = (event_sequence_num: number, change: object = {}) => {
    const row = { ...found, event_sequence_num, ...change };
    const sessions = new Map([['sess_1', times]]);
    const verdict = judge({ byId: new Map(), byOffset: new Map(), sessions, columns: new Set() });
    const known = {
      event_id: 'evt_1',
      field: null,
      offset: 0,
      payload: [],
      line: null,
      rows: 1,
      changed: null,
    };
    return verdict({ ...known, kind: 'late', place, found: row });
  };
  assert.deepEqual([verdictOn(2), verdictOn(3)], [null, null]);
  for (const number of [0, 1, 4]) assert.match(verdictOn(number)!.expected, /number 2 of its session/);
  for (const change of [{ timestamp_unix: unix + 1 }, { session_id: 'sess_2' }])
    assert.notEqual(verdictOn(2, change), null);
});

test('score() of an empty truth has no precision or recall, and counts what is claimed all the same', async () => {
  const clean = await transformed(toBytes(JSON.stringify(happened(1))));
  const nothing = await score(clean, truthFile([]));
  assert.equal(nothing.perfect, true);
  for (const { precision, recall } of nothing.kinds) assert.deepEqual([precision, recall], [null, null]);
  assert.match(scoreText(nothing), /^late +0 +0 +0 +- +-$/m);
  const claimed = await score(await transformed(), truthFile([]));
  assert.deepEqual([claimed.perfect, claimed.unexpected.count], [false, 10]);
});

test('score() refuses a broken truth and names its line', async () => {
  const output = await transformed();
  const [first, second] = truth as [TruthLine, TruthLine];
  const whole = gzipSync(truth.map((line) => `${JSON.stringify(line)}\n`).join(''));
  async function* from(data: Uint8Array) {
    yield data;
  }
  const files: [data: Uint8Array, problem: RegExp][] = [
    [toBytes('{}'), /a header is none \(t\.gz, after line 0\)/],
    [new Uint8Array(), /the data ends early \(t\.gz/],
    [whole.subarray(0, -9), /the data ends early \(t\.gz, after line \d+\)/],
    [
      gzipSync(`${JSON.stringify(first)}\n{"event_id":`),
      /t\.gz as every line must be a JSON object: line 2 is none/,
    ],
    [gzipSync('[]\n'), /must be a JSON object: line 1/],
    [gzipSync(Uint8Array.of(0x22, 0xff, 0x22, 0x0a)), /must be a JSON object: line 1/],
    [gzipSync('x'.repeat(17_000_000)), /a line may have 16777216 bytes: line 1 has more/],
  ];
  for (const [data, problem] of files)
    await assert.rejects(score(output, from(data), { name: 't.gz' }), problem);
  const lines: [line: unknown, problem: RegExp][] = [
    [{ ...second, event_id: undefined }, /t\.gz as line 2 must have event_id, text: it has none/],
    [{ ...second, kind: 'odd' }, /line 2 must have kind, one of duplicate, .*: "odd"/],
    [{ ...second, field: 3 }, /line 2 must have field, text or null: 3/],
    [{ ...second, position: -1 }, /line 2 must have position, a whole number from 0: -1/],
    [{ ...second, offset: 1.5 }, /line 2 must have offset, a whole number from 0: 1.5/],
    [{ ...second, original: [] }, /line 2 must have original, an object: \[\]/],
    [{ ...second, original: { timestamp: 'x' } }, /line 2 must have original\.session_id, text: it has none/],
    [{ ...second, offset: first.offset }, /one fault at most: line 2 is another of byte \d+/],
    [{ ...second, event_id: first.event_id }, /one fault at most: line 2 is another of "evt_/],
  ];
  for (const [line, problem] of lines)
    await assert.rejects(score(output, truthFile([first, line]), { name: 't.gz' }), problem);
});

test('score() refuses an output that it cannot score', async () => {
  await assert.rejects(scored(memoryStorage()), /there is no run\.json/);
  const output = await transformed();
  await editRun(output, ({ inputs }) => inputs.push({ name: 'b.json' }));
  await assert.rejects(
    scored(output),
    /must have had one input.*run\.json names 2 \(events\.json, b\.json\)/,
  );
  await editRun(output, ({ inputs, counts }) => {
    inputs.pop();
    counts['duplicates'] = '2';
  });
  await assert.rejects(scored(output), /Cannot read run\.json as it must be the record of a transform/);
  await output.write('run.json', toBytes('{'));
  await assert.rejects(scored(output), /Cannot read run\.json/);

  const other = await transformed();
  await editLines(other, 'quarantine.ndjson.gz', (lines) =>
    lines.map((line, i) => ({ ...line, entry: i < 2 ? 'a' : 'b' })),
  );
  await assert.rejects(
    scored(other),
    /must come from one text.*\["events.json","a"\] and \["events.json","b"\]/,
  );
  await other.write('quarantine.ndjson.gz', gzipSync('{}\n'));
  await assert.rejects(scored(other), /quarantine\.ndjson\.gz .*line 1 has not/);
  await other.remove('quarantine.ndjson.gz');
  await assert.rejects(scored(other), /Cannot read quarantine\.ndjson\.gz: it does not exist/);
  const bare = await transformed();
  await bare.remove('cart_events_cleaned');
  await assert.rejects(scored(bare), /there must be a table cart_events_cleaned: there is none/);
});

test('score() ends with the reason of its signal', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await assert.rejects(scored(await transformed(), truth, { signal }), /enough/);
});

test('parseGenerated() takes what it can use and leaves the rest', () => {
  assert.equal(parseGenerated(toBytes('[]')), null);
  assert.equal(parseGenerated(toBytes('{')), null);
  const nothing = { count: null, elements: null, faults: null, until: null, timeZone: null, hashes: [] };
  assert.deepEqual(parseGenerated(toBytes('{}')), nothing);
  const odd = {
    options: { count: -1, until: 'soon; rm -rf', time_zone: 7 },
    elements: '9',
    faults: [],
    outputs: {},
  };
  assert.deepEqual(parseGenerated(toBytes(JSON.stringify(odd))), nothing);
  const good = {
    options: { count: 9, until: '2025-03-02T00:00:00Z', time_zone: 'UTC' },
    elements: 10,
    faults: { late: 2, odd: 3 },
    outputs: [{ sha256: 'ab' }, {}],
  };
  const parsed = parseGenerated(toBytes(JSON.stringify(good)));
  assert.deepEqual(
    [parsed?.count, parsed?.elements, parsed?.until, parsed?.hashes],
    [9, 10, '2025-03-02T00:00:00Z', ['ab']],
  );
  assert.deepEqual(
    [parsed?.faults?.size, parsed?.faults?.get('late'), parsed?.faults?.get('future')],
    [8, 2, 0],
  );
});

test('scoreText() shows a table, what went wrong, and never rounds up to 1', async () => {
  const output = await transformed();
  const text = scoreText(await scored(output));
  assert.match(text, /^Kind +Injected +Found +Claimed +Precision +Recall$/m);
  assert.match(text, /^missing_field +2 +2 +2 +1\.0000 +1\.0000$/m);
  assert.match(text, /^Untouched events: 44 of 44 kept exactly once, in their date$/m);
  assert.match(text, /Everything is as the truth says\.\n$/);
  const wrong = await scored(output, withOriginal(30, { session_id: '\u001B[2J' }));
  kindOf(wrong, 'duplicate').recall = 0.99999;
  const told = scoreText(wrong);
  assert.match(told, /^duplicate .* 0\.9999$/m);
  assert.match(
    told,
    /^late: 1 wrong\n {2}evt_30: expected once in the table, .*; found once in the table, /m,
  );
  assert.match(told, /Not everything is as the truth says\.\n$/);
});
