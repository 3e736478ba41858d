import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { ByteReader, ByteWriter } from '../../../src/core/aggregates/bytes.ts';
import { PatternCounts, type PatternOptions } from '../../../src/core/aggregates/pattern-counts.ts';
import { rank, type Count } from '../../../src/core/aggregates/ranking.ts';
import { hashWords } from '../../../src/core/columns/word-hash.ts';
import type { RunStorage } from '../../../src/core/aggregates/pattern-runs.ts';

const pattern = fc.oneof(
  fc.array(fc.constantFrom('add_to_cart', 'search', 'x'), { maxLength: 5 }).map((steps) => steps.join(',')),
  fc.constantFrom('\ud800', '\ud801', '\ufffd', '\uffff', '\u{10000}', '__proto__', '', 'é'.repeat(5000)),
);

async function counted(patterns: readonly string[], options: PatternOptions): Promise<PatternCounts> {
  const counts = new PatternCounts(options);
  for (const name of patterns) {
    counts.add(name);
    if (counts.full) await counts.spill();
  }
  return counts;
}

function expected(patterns: readonly string[], limit: number): Count[] {
  const counts = new Map<string, number>();
  for (const name of patterns) counts.set(name, (counts.get(name) ?? 0) + 1);
  return rank(Array.from(counts, ([name, count]) => ({ name, count }))).slice(0, limit);
}

function files(): RunStorage & { kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    read: async (path, range) => kept.get(path)!.subarray(range?.start, range?.end),
    write: async (path, data) => {
      assert.ok(data instanceof Uint8Array);
      kept.set(path, data);
      return data.length;
    },
  };
}

for (const where of ['memory', 'a storage']) {
  test(`PatternCounts with runs in ${where} ranks what a Map ranks`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(pattern),
        fc.array(pattern),
        fc.integer({ min: 1, max: 999 }),
        async (a, b, memory) => {
          const options = where === 'memory' ? { memory } : { memory, storage: files(), folder: 'task' };
          const one = await counted(a, options);
          const other = await counted(b, options);
          const writer = new ByteWriter();
          await other.encode(writer);
          await one.merge(PatternCounts.decode(new ByteReader(writer.finish()), options));
          assert.deepEqual(await one.top(3), expected([...a, ...b], 3));
          assert.deepEqual(await one.top(3), expected([...a, ...b], 3));
        },
      ),
    );
  });
}

test('PatternCounts names equal runs equally', async () => {
  const storage = files();
  const names = Array.from({ length: 100 }, (_, at) => `search,x${at}`);
  const parts = [names, names.toReversed()].map((patterns) => counted(patterns, { storage, memory: 1e5 }));
  for (const part of parts) await (await part).spill();
  assert.equal(storage.kept.size, 1);
});

test('PatternCounts tells patterns apart whose hashes are the same', async () => {
  const [a, b] = sameHash();
  for (const options of [{}, { storage: files() }]) {
    const counts = await counted([a, b, b], options);
    await counts.spill();
    await counts.merge(await counted([b, a, 'x'], options));
    assert.deepEqual(await counts.top(3), [
      { name: b, count: 3 },
      { name: a, count: 2 },
      { name: 'x', count: 1 },
    ]);
  }
});

/** Two patterns with one hash. */
function sameHash(): [string, string] {
  const seen = new Map<number, string>();
  const bytes = new Uint8Array(32);
  for (let i = 0; ; i++) {
    const name = `search,x${i}`;
    const { written } = new TextEncoder().encodeInto(name, bytes);
    const hash = hashWords(new DataView(bytes.fill(0, written).buffer), 0, written);
    const other = seen.get(hash);
    if (other !== undefined) return [other, name];
    seen.set(hash, name);
  }
}

test('PatternCounts refuses a budget that is not a positive integer', () => {
  assert.throws(
    () => new PatternCounts({ memory: 0 }),
    /Cannot count patterns as memory must be a positive integer: 0/,
  );
});
