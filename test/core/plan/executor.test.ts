import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { InputError } from '../../../src/core/errors.ts';
import { type Executor, inlineExecutor } from '../../../src/core/plan/executor.ts';
import { mapInputs } from '../../../src/core/plan/map-inputs.ts';
import { cutInputs } from '../../../src/core/plan/cut-inputs.ts';
import { runTasks } from '../../../src/core/plan/run-tasks.ts';
import type { TaskStores } from '../../../src/core/plan/task-context.ts';
import type { TransformRequest } from '../../../src/core/plan/transform.ts';
import { inputFromBytes } from '../../../src/core/sources/input.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { sha256 } from '../../../src/node/hasher.ts';
import { generatedLines } from '../../support/generated.ts';
import { eventRows, runImport } from '../../support/run-import.ts';
import { filesOf, runTransform, toBytes } from '../../support/run-transform.ts';
import { type Seen, scatteredExecutor } from '../../support/scattered-executor.ts';
import { wireEvents } from '../../support/wire-events.ts';

const OPTIONS = { timeZone: 'UTC', dropGuests: false, notAfter: null };
const LAYOUTS: ((lines: string[]) => string)[] = [
  (lines) => `[${lines.join(',')}]`,
  (lines) => `[\n  ${lines.join(',\n  ')}\n]\n`,
  (lines) => `\uFEFF${lines.join('\n')}\n`,
  (lines) =>
    `[${lines.slice(0, 20).join(',')}]\n[${lines.slice(20, 40).join(',')}]\n${lines.slice(40).join('\n')}`,
];

/** What a run comes to: its files and counts, or what it says is wrong. */
async function outcome(
  bytes: Uint8Array,
  request: Partial<TransformRequest>,
  temp: Storage = memoryStorage(),
) {
  try {
    const { output, result } = await runTransform(bytes, { request, temp });
    const { finished_at: _, ...record } = result.record;
    return { files: await filesOf(output), record };
  } catch (error) {
    assert.ok(error instanceof InputError, String(error));
    return { problem: error.message, place: error.place };
  }
}

describe('an executor', () => {
  test('decides nothing: the files are the same for any width, and any order of its tasks', async () => {
    const cuts = fc.record({
      pieceBytes: fc.integer({ min: 400, max: 5000 }),
      width: fc.constantFrom(1, 2, 3, 4, 8),
      memory: fc.constantFrom(0.0005, 0.003, 64),
      seed: fc.nat(1000),
    });
    await fc.assert(
      fc.asyncProperty(wireEvents, cuts, async (events, { pieceBytes, width, memory, seed }) => {
        const bytes = toBytes(JSON.stringify(events));
        const seen: Seen = { tasks: new Map(), most: 0 };
        const resources = { memory, chunkSize: 7 };
        const openExecutor = scatteredExecutor(width, seed, seen);
        const scattered = await outcome(bytes, { pieceBytes, resources, openExecutor });
        assert.deepEqual(scattered, await outcome(bytes, {}));
        // One more piece, or the two tasks over all sessions, may wait for their turn.
        assert.ok(seen.most <= width + 2, `${seen.most} at once`);
      }),
      { numRuns: 30 },
    );
  });

  test('gives broken texts in any layout the same files or the same error, wherever pieces are cut', async () => {
    let again = 0;
    const dirty: string[][] = [];
    for (const [seed, rate] of [0, 0.05, 0.4].entries()) {
      const chaos = { malformed_json: rate, missing_field: 0.1, duplicate: 0.1 };
      dirty.push((await generatedLines({ seed, count: 60, chaos })).lines);
    }
    const cuts = fc.record({
      seed: fc.nat(1000),
      lines: fc.constantFrom(...dirty),
      layout: fc.constantFrom(...LAYOUTS),
      pieceBytes: fc.integer({ min: 700, max: 6000 }),
      width: fc.constantFrom(2, 3, 8),
      cutOff: fc.constantFrom(0, 0, 0, 1, 40),
    });
    await fc.assert(
      fc.asyncProperty(cuts, async ({ seed, lines, layout, pieceBytes, width, cutOff }) => {
        const text = layout(lines);
        const bytes = toBytes(text.slice(0, text.length - cutOff));
        const temp = memoryStorage();
        const kept: Storage = { ...temp, remove: async () => {} };
        const openExecutor = scatteredExecutor(width, seed);
        const scattered = await outcome(bytes, { pieceBytes, openExecutor }, kept);
        assert.deepEqual(scattered, await outcome(bytes, { pieceBytes }));
        again += (await temp.list('spills')).filter(({ path }) => path.endsWith('-again.spill')).length;
      }),
      { numRuns: 15 },
    );
    assert.ok(again > 10, `${again} pieces were done again`);
  });

  test('begins every input and every text anew, whatever the one before left', async () => {
    const { lines } = await generatedLines({ count: 160, chaos: { malformed_json: 0.2, duplicate: 0.1 } });
    const inputs = LAYOUTS.map((layout, i) => {
      const text = layout(lines.slice(i * 40, i * 40 + 60));
      return inputFromBytes(`${i}.json`, i % 2 === 0 ? toBytes(text) : gzipSync(text));
    });
    for (const [seed, width] of [1, 2, 4].entries()) {
      for (const order of [inputs, inputs.toReversed()]) {
        const request = { inputs: order, pieceBytes: 3000 };
        const openExecutor = scatteredExecutor(width, seed);
        const wanted = await outcome(toBytes(''), request);
        assert.ok('files' in wanted);
        assert.deepEqual(await outcome(toBytes(''), { ...request, openExecutor }), wanted);
      }
    }
  });

  test('lets the first error of an input win, whatever fails meanwhile', async () => {
    const { lines } = await generatedLines({ count: 300 });
    const early = toBytes(`[${lines.slice(0, 100).join(',')}]\n7\n${lines.slice(100).join('\n')}`);
    const cut = gzipSync(early).subarray(0, -20);
    for (const pieceBytes of [700, 20_000, 1_000_000]) {
      for (const bytes of [early, cut]) {
        const wanted = await outcome(bytes, { pieceBytes });
        const openExecutor = scatteredExecutor(4, pieceBytes);
        assert.deepEqual(await outcome(bytes, { pieceBytes, openExecutor }), wanted);
      }
    }
  });

  test('runs an import as well', async () => {
    await fc.assert(
      fc.asyncProperty(wireEvents, fc.constantFrom(2, 3, 8), fc.nat(1000), async (events, width, seed) => {
        const [data, wanted] = [memoryStorage(), memoryStorage()];
        for (const half of [events.slice(0, 70), events.slice(40)]) {
          const bytes = toBytes(JSON.stringify(half));
          const openExecutor = scatteredExecutor(width, seed);
          const request = { pieceBytes: 900, resources: { memory: 0.001, chunkSize: 3 } };
          const { record } = await runImport(data, bytes, { ...request, openExecutor });
          assert.deepEqual(record, (await runImport(wanted, bytes, request)).record);
        }
        assert.deepEqual(await eventRows(data), await eventRows(wanted));
      }),
      { numRuns: 30 },
    );
  });

  test('that is interrupted anywhere is taken over by one of another width', async () => {
    const { lines } = await generatedLines({ count: 150, chaos: { duplicate: 0.1, conflict: 0.1 } });
    const bytes = toBytes(lines.join('\n'));
    const request = { pieceBytes: 4000, resources: { memory: 0.005, chunkSize: 50 } };
    const wanted = await filesOf((await runTransform(bytes, { request })).output);
    const names = ['map', 'ids', 'sessions', 'join', 'days'];
    for (const [seed, name] of names.entries()) {
      const [output, temp] = [memoryStorage(), memoryStorage()];
      const controller = new AbortController();
      const reason = new Error('enough');
      const { signal } = controller;
      const openExecutor = (run: string, stores: TaskStores): Executor => {
        const inner = scatteredExecutor(3, seed)(run, stores);
        let left = name === 'days' ? 0 : seed % 3;
        return {
          ...inner,
          run(task, ...rest) {
            if (task === name && left-- === 0) controller.abort(reason);
            return inner.run(task, ...rest);
          },
        };
      };
      await assert.rejects(
        runTransform(bytes, { output, temp, request: { ...request, openExecutor, signal } }),
        (error) => error === reason,
      );
      const before = (await temp.list('')).length;
      await new Promise<void>((resolve) => void setTimeout(resolve, 1));
      assert.equal((await temp.list('')).length, before, 'nothing writes any more');
      const other = scatteredExecutor(1 + (seed % 4), seed);
      await runTransform(bytes, { output, temp, request: { ...request, resume: true, openExecutor: other } });
      assert.deepEqual(await filesOf(output), wanted, name);
    }
  });
});

describe('mapInputs()', () => {
  test('holds one piece more than the executor runs at once', async () => {
    const { lines } = await generatedLines({ count: 400 });
    const bytes = toBytes(lines.join('\n'));
    const inputs = [inputFromBytes('in', bytes)];
    for (const width of [1, 2, 4]) {
      const stores = { temp: memoryStorage(), output: memoryStorage(), createHasher: sha256 };
      const executor = scatteredExecutor(width, width)('run', stores);
      let [cut, settled, most] = [0, 0, 0];
      async function* watched() {
        const records = [{ name: 'in', bytes: bytes.length, sha256: '' }];
        for await (const piece of cutInputs(inputs, records, { pieceBytes: 5000 })) {
          most = Math.max(most, ++cut - settled);
          yield piece;
        }
      }
      const pieces = await mapInputs(watched(), executor, {
        options: OPTIONS,
        chunkSize: 100,
        onPiece: () => settled++,
      });
      assert.equal(pieces.entries.length, cut);
      assert.equal(most, width + 1);
    }
  });
});

describe('runTasks()', () => {
  const stores = { temp: memoryStorage(), output: memoryStorage(), createHasher: sha256 };

  function failing(width: number, begun: number[], fails: ReadonlySet<number>): Executor {
    return {
      ...inlineExecutor(stores),
      width,
      async run(_name, input) {
        const { piece } = input as unknown as { piece: number };
        begun.push(piece);
        // Later ones are done sooner.
        for (let turns = 10 - piece; turns > 0; turns--) {
          await new Promise<void>((resolve) => void setImmediate(resolve));
        }
        if (fails.has(piece)) throw new RangeError(`no ${piece}`);
        return [piece] as never;
      },
    };
  }
  const inputs = Array.from({ length: 8 }, (_, piece) => ({ id: '', piece, parts: [], path: '' }));

  test('gives results in the order of the inputs', async () => {
    const done: number[] = [];
    const onTask = (count: number): void => void done.push(count);
    const results = await runTasks(failing(3, [], new Set()), 'join', inputs, { onTask });
    assert.deepEqual(results.flat(), [0, 1, 2, 3, 4, 5, 6, 7]);
    assert.deepEqual(done, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('throws the first error in order, and begins nothing after one', async () => {
    const begun: number[] = [];
    const executor = failing(3, begun, new Set([1, 2]));
    await assert.rejects(runTasks(executor, 'join', inputs, { onTask: () => {} }), { message: 'no 1' });
    assert.deepEqual(begun, [0, 1, 2]);
  });
});
