import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Executor } from '../../../src/core/plan/executor.ts';
import { generateFiles } from '../../../src/core/plan/generate-files.ts';
import type { GeneratePaths, GenerateRequest } from '../../../src/core/plan/generate-request.ts';
import { createCatalog } from '../../../src/core/catalog/create-catalog.ts';
import type { PartInput } from '../../../src/core/plan/tasks/part.ts';
import type { GenerateRecord } from '../../../src/core/plan/generate-record.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { FAULT_KINDS, type TruthLine } from '../../../src/core/truth.ts';
import { gzipMember } from '../../../src/node/gzip-member.ts';
import { sha256 } from '../../../src/node/hasher.ts';
import { failingStorage, Killed } from '../../support/failing-storage.ts';
import { shopOptions } from '../../support/generated.ts';
import { scatteredExecutor } from '../../support/scattered-executor.ts';

const CHAOS = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0.02]));
const PATHS: GeneratePaths = {
  events: 'events.json.gz',
  truth: 'truth.ndjson.gz',
  record: 'generate.json',
  customers: null,
  products: null,
};
/** Over three parts, so that places in the truth count on from part to part. */
const LARGE = shopOptions({ count: 42_000, chaos: CHAOS });
const SMALL = shopOptions({ count: 300, chaos: CHAOS });

function requestOf(output: Storage, request: Partial<GenerateRequest> = {}): GenerateRequest {
  return {
    options: SMALL,
    output,
    paths: PATHS,
    shape: 'array',
    compress: gzipMember,
    version: '1.2.3',
    now: () => new Date(0),
    createHasher: sha256,
    ...request,
  };
}

async function filesOf(request: Partial<GenerateRequest>): Promise<Record<string, Buffer>> {
  const output = memoryStorage();
  await generateFiles(requestOf(output, request));
  return contentOf(output);
}

async function contentOf(output: Storage): Promise<Record<string, Buffer>> {
  const files = await output.list('');
  return Object.fromEntries(
    await Promise.all(files.map(async ({ path }) => [path, Buffer.from(await output.read(path))] as const)),
  );
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** As hashes, for the differences of large files take minutes to tell. */
function assertSame(actual: Record<string, Buffer>, wanted: Record<string, Buffer>): void {
  const hashes = (files: Record<string, Buffer>): object =>
    Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, hashOf(bytes)]));
  assert.deepEqual(hashes(actual), hashes(wanted));
}

function linesOf<Line>(packed: Uint8Array): Line[] {
  const lines = gunzipSync(packed).toString().split('\n');
  assert.equal(lines.pop(), '', 'the last line ends too');
  return lines.map((line) => JSON.parse(line) as Line);
}

/** What a record says is what is there, and nothing else is there. */
function assertTold(files: Record<string, Buffer>, record: GenerateRecord): void {
  assert.deepEqual(JSON.parse(files[PATHS.record]!.toString()), record);
  assert.deepEqual(
    Object.keys(files).toSorted(),
    [PATHS.record, ...record.outputs.map(({ path }) => path)].toSorted(),
  );
  for (const { path, bytes, sha256: hash } of record.outputs) {
    assert.equal(files[path]!.length, bytes, path);
    assert.equal(hashOf(files[path]!), hash, path);
  }
}

describe('generateFiles()', () => {
  test('writes events, truth and a record that tells of them, over several parts', async () => {
    const output = memoryStorage();
    const progress: [events: number, count: number][] = [];
    const record = await generateFiles(
      requestOf(output, { options: LARGE, onProgress: (...at) => progress.push(at) }),
    );
    const files = await contentOf(output);
    assertTold(files, record);

    const text = gunzipSync(files[PATHS.events]!);
    assert.deepEqual(record.text, { bytes: text.length, sha256: hashOf(text) });
    const lines = text.toString().split('\n').slice(1, -2);
    assert.equal(lines.length, record.elements);
    assert.equal(record.outputs[0]!.rows, record.elements);

    const truth = linesOf<TruthLine>(files[PATHS.truth]!);
    assert.equal(record.outputs[1]!.rows, truth.length);
    const copies = truth.filter(({ kind }) => kind === 'duplicate' || kind === 'conflict').length;
    assert.equal(record.elements, LARGE.count + copies);
    const positions = truth.map(({ position }) => position);
    assert.deepEqual(
      positions,
      [...new Set(positions)].toSorted((a, b) => a - b),
      'each place once, in order',
    );
    assert.ok(positions.at(-1)! > 40_000);
    const counted: Record<string, number> = {};
    for (const { kind, position, offset, original } of truth) {
      counted[kind] = (counted[kind] ?? 0) + 1;
      const line = lines[position]!.replace(/,$/, '');
      const found = text.subarray(offset, offset + Buffer.byteLength(line)).toString();
      assert.equal(found, line);
      assert.equal(text[offset - 1], 10, 'at the start of a line');
      assert.equal(line === JSON.stringify(original), ['duplicate', 'late', 'out_of_order'].includes(kind));
    }
    assert.deepEqual(counted, record.faults);

    assert.deepEqual(
      progress.map(([events]) => events),
      progress.map(([events]) => events).toSorted((a, b) => a - b),
    );
    assert.ok(progress.length >= 3);
    assert.deepEqual(progress.at(-1), [LARGE.count, LARGE.count]);
    assert.equal(record.shop.events, LARGE.count);
    assert.deepEqual([record.version, record.finished_at], ['1.2.3', '1970-01-01T00:00:00.000Z']);
  });

  test('writes the same text whether it is compressed or not, an array or lines', async () => {
    const [packed, plain, lines] = [memoryStorage(), memoryStorage(), memoryStorage()];
    const options = shopOptions({ count: 21_000, chaos: CHAOS });
    const first = await generateFiles(requestOf(packed, { options }));
    const second = await generateFiles(requestOf(plain, { options, compress: null }));
    const third = await generateFiles(requestOf(lines, { options, compress: null, shape: 'lines' }));
    const text = await plain.read(PATHS.events);
    assert.ok(gunzipSync(await packed.read(PATHS.events)).equals(text));
    assert.deepEqual(first.text, second.text);
    assert.equal(hashOf(await packed.read(PATHS.truth)), hashOf(await plain.read(PATHS.truth)));
    const inArray = Buffer.from(text).toString().split('\n').slice(1, -2);
    const bare = inArray.map((line, index) => (index < inArray.length - 1 ? line.slice(0, -1) : line));
    assert.equal(hashOf(await lines.read(PATHS.events)), hashOf(Buffer.from(`${bare.join('\n')}\n`)));
    assert.deepEqual(third.faults, first.faults);
    assert.deepEqual(third.shop, first.shop);
  });

  test('says in its record what makes the same files again', async () => {
    const output = memoryStorage();
    const options = { ...SMALL, profile: 'burst', guests: 0.5, days: 3, buyers: 0.1 } as const;
    const { options: kept, text } = await generateFiles(requestOf(output, { options }));
    assert.equal(kept.until, '2025-11-22T17:00:00Z');
    const { time_zone: timeZone, until, ...rest } = kept;
    const again = { ...rest, timeZone, until: Date.parse(until) * 1000 } as GenerateRequest['options'];
    const record = await generateFiles(requestOf(memoryStorage(), { options: again }));
    assert.deepEqual(record.text, text);
  });

  test('writes no truth without chaos, and removes the one of before', async () => {
    const output = memoryStorage();
    await generateFiles(requestOf(output));
    assert.ok(await output.stat(PATHS.truth));
    const options = { ...SMALL, chaos: { late: 0, future: 0 } };
    const record = await generateFiles(requestOf(output, { options }));
    assertTold(await contentOf(output), record);
    assert.deepEqual([record.faults, record.elements], [{}, 300]);
    assert.equal(await output.stat(PATHS.truth), undefined);
  });

  test('writes a truth without lines where chaos befell nothing', async () => {
    const output = memoryStorage();
    const options = { ...SMALL, count: 5, chaos: { late: 1e-9 } };
    const record = await generateFiles(requestOf(output, { options }));
    const files = await contentOf(output);
    assertTold(files, record);
    assert.deepEqual(gunzipSync(files[PATHS.truth]!).length, 0);
  });

  test('writes the customers who came, once each, and the catalogue', async () => {
    const output = memoryStorage();
    const paths = { ...PATHS, customers: 'customers.ndjson.gz', products: 'products.json' };
    const describeCustomer = (id: number): object => ({ customer_id: id, name: 'Đỗ' });
    const record = await generateFiles(requestOf(output, { paths, describeCustomer, shape: 'lines' }));
    const files = await contentOf(output);
    assertTold(files, record);
    assert.deepEqual(
      record.outputs.map(({ path }) => path),
      [PATHS.events, PATHS.truth, 'customers.ndjson.gz', 'products.json'],
    );
    const came = new Set<number>();
    const options = { ...SMALL, chaos: {} };
    const calm = memoryStorage();
    await generateFiles(requestOf(calm, { options, shape: 'lines' }));
    for (const { customer_id } of linesOf<{ customer_id: number | null }>(await calm.read(PATHS.events)))
      if (customer_id !== null) came.add(customer_id);
    const wanted = [...came].toSorted((a, b) => a - b).map((id) => describeCustomer(id));
    assert.ok(wanted.length > 5);
    assert.deepEqual(linesOf(files['customers.ndjson.gz']!), wanted);
    assert.equal(record.outputs[2]!.rows, wanted.length);
    assert.deepEqual(JSON.parse(files['products.json']!.toString()), createCatalog());
    assert.equal(record.outputs[3]!.rows, 300);
  });
});

/** Parts that are made in any order, some of them twice, from copies. */
function scattered(width: number): () => Executor {
  const stores = {
    temp: memoryStorage(),
    output: memoryStorage(),
    createHasher: sha256,
    compress: gzipMember,
  };
  return () => scatteredExecutor(width, width)('generation', stores);
}

describe('generateFiles() with an executor', () => {
  const forms: Partial<GenerateRequest>[] = [
    { shape: 'array' },
    { shape: 'lines' },
    { shape: 'array', compress: null },
    { shape: 'lines', compress: null },
    // Texts that outgrow the room that is made for them.
    { options: { ...LARGE, chaos: { duplicate: 1 } } },
    { options: { ...LARGE, profile: 'uniform', count: 60_100 } },
    { options: { ...LARGE, profile: 'burst', days: 2, chaos: { late: 0.5, out_of_order: 0.5 } } },
  ];
  for (const [index, form] of forms.entries()) {
    test(`writes the same bytes for any width, ${JSON.stringify({ index, ...form })}`, async () => {
      const request = { options: LARGE, ...form };
      const wanted = await filesOf(request);
      for (const width of [1, 3])
        assertSame(await filesOf({ ...request, openExecutor: scattered(width) }), wanted);
    });
  }

  test('rejects with the error of a part, once those under way are over, and writes nothing', async () => {
    const output = memoryStorage();
    let running = 0;
    const openExecutor = (): Executor => {
      const inner = scattered(3)();
      return {
        ...inner,
        async run(name, input, options) {
          running++;
          try {
            const result = await inner.run(name, input, options);
            if (name === 'part' && (input as PartInput).part.isLast) throw new Killed('the last part');
            return result;
          } finally {
            running--;
          }
        },
      };
    };
    const error = await settled(generateFiles(requestOf(output, { options: LARGE, openExecutor })));
    assert.ok(error instanceof Killed);
    assert.equal(running, 0);
    assert.deepEqual(await output.list(''), []);
  });
});

/** How a write of a path fails. */
type Way = 'at once' | 'after the first block' | 'after all';

/** A storage whose writes of one path fail. */
function brokenAt(storage: Storage, broken: string, way: Way): Storage {
  return {
    ...storage,
    async write(path, data, options) {
      if (path !== broken) return storage.write(path, data, options);
      if (way === 'at once' || data instanceof Uint8Array) throw new Killed(`${path} ${way}`);
      for await (const block of data)
        if (way === 'after the first block' && block.length > 0) throw new Killed(`${path} ${way}`);
      throw new Killed(`${path} ${way}`);
    },
  };
}

/** Nothing may be left to reject when a test is over. */
async function settled(action: Promise<unknown>): Promise<unknown> {
  const loose: unknown[] = [];
  const note = (reason: unknown): void => void loose.push(reason);
  process.on('unhandledRejection', note);
  try {
    return await action.then(
      () => undefined,
      (error: unknown) => error,
    );
  } finally {
    // What is unhandled is told after the microtasks of a turn.
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    assert.deepEqual(loose, []);
  }
}

const ALL_PATHS = { ...PATHS, customers: 'customers.ndjson.gz', products: 'products.json' };
const describeCustomer = (id: number): object => ({ id });

describe('generateFiles() over a storage that fails', () => {
  const sides = { paths: ALL_PATHS, describeCustomer };
  const fresh = { ...sides, options: { ...SMALL, seed: 2 }, compress: null };
  /** Over two parts, so that something fails in the middle. */
  const large = { ...fresh, options: { ...fresh.options, count: 20_100 } };

  for (const path of Object.values(ALL_PATHS)) {
    for (const way of ['at once', 'after the first block', 'after all'] as const) {
      test(`rejects with its error when ${path} fails ${way}`, { timeout: 20_000 }, async () => {
        const output = memoryStorage();
        await generateFiles(requestOf(output, sides));
        const before = await contentOf(output);
        const request = way === 'after the first block' && path !== PATHS.record ? large : fresh;
        const error = await settled(generateFiles(requestOf(brokenAt(output, path, way), request)));
        assert.ok(error instanceof Killed);
        assert.equal(error.message, `${path} ${way}`);
        const after = await contentOf(output);
        assertRecordTrue(after);
        if (path === PATHS.record) {
          const { [PATHS.record]: _, ...wanted } = await filesOf(request);
          assertSame(after, wanted);
        } else {
          assert.ok(after[PATHS.events]!.equals(before[PATHS.events]!), 'the events of before');
        }
      });
    }
  }

  test('leaves the old events or the new, and no record of others, at whatever change it is killed', async () => {
    const wanted = await filesOf(fresh);
    for (let changes = 0; ; changes++) {
      const output = memoryStorage();
      await generateFiles(requestOf(output, sides));
      const before = await contentOf(output);
      const error = await settled(generateFiles(requestOf(failingStorage(output, { changes }), fresh)));
      const after = await contentOf(output);
      if (error === undefined) {
        assert.ok(changes > 4);
        assertSame(after, wanted);
        break;
      }
      assert.ok(error instanceof Killed);
      const events = after[PATHS.events]!;
      assert.ok(events.equals(before[PATHS.events]!) || events.equals(wanted[PATHS.events]!));
      assertRecordTrue(after);
    }
  });

  test('rejects with the reason of its signal in the middle, and leaves everything as it was', async () => {
    for (const compress of [gzipMember, null]) {
      for (const chaos of [CHAOS, {}]) {
        const output = memoryStorage();
        await generateFiles(requestOf(output, sides));
        const before = await contentOf(output);
        const controller = new AbortController();
        const reason = new Error('enough');
        const request = requestOf(output, {
          ...large,
          options: { ...large.options, chaos },
          compress,
          onProgress: () => controller.abort(reason),
          signal: controller.signal,
        });
        assert.equal(await settled(generateFiles(request)), reason);
        assertSame(await contentOf(output), before);
      }
    }
  });

  test('rejects with the reason of its signal while customers are written, and leaves everything as it was', async () => {
    const output = memoryStorage();
    await generateFiles(requestOf(output, sides));
    const before = await contentOf(output);
    const controller = new AbortController();
    const reason = new Error('enough');
    const request = requestOf(output, {
      ...fresh,
      describeCustomer: (id) => (controller.abort(reason), { id }),
      signal: controller.signal,
    });
    assert.equal(await settled(generateFiles(request)), reason);
    assertSame(await contentOf(output), before);
  });

  test('writes nothing under a signal that is aborted from the start', async () => {
    const output = memoryStorage();
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    assert.equal(await settled(generateFiles(requestOf(output, { ...fresh, signal }))), reason);
    assert.deepEqual(await output.list(''), []);
  });

  test('hands on what a progress, a compressor or a describer throws', async () => {
    const failing: Partial<GenerateRequest>[] = [
      {
        onProgress: () => {
          throw new Killed('progress');
        },
      },
      { compress: () => Promise.reject(new Killed('compressor')) },
      {
        describeCustomer: () => {
          throw new Killed('describer');
        },
      },
    ];
    for (const some of failing) {
      const output = memoryStorage();
      const error = await settled(generateFiles(requestOf(output, { ...fresh, ...some })));
      assert.ok(error instanceof Killed);
      assert.deepEqual(await output.list(''), []);
    }
  });
});

/** A record, where there is one, tells of files that are there as it says. */
function assertRecordTrue(files: Record<string, Buffer>): void {
  const record = files[PATHS.record];
  if (record !== undefined) assertTold(files, JSON.parse(record.toString()) as GenerateRecord);
}
