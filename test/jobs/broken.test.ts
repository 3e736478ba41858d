import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import type { Draws } from '../../src/core/random/draws.ts';
import { randomOf } from '../support/random.ts';
import { InputError } from '../../src/core/errors.ts';
import { gunzip } from '../../src/node/gunzip.ts';
import { someEvents } from '../support/command.ts';
import { runTransform } from '../support/run-transform.ts';

const RUNS = Number(process.env.RUNS ?? 120);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const list = Buffer.from(JSON.stringify(someEvents(12)));
const lines = Buffer.from(
  someEvents(12)
    .map((event) => JSON.stringify(event))
    .join('\n'),
);
const forms: Record<string, Buffer> = {
  array: list,
  lines,
  gzip: gzipSync(list),
  zip: Buffer.from(zipSync({ 'a.json': lines, 'b.json': [list, { level: 0 }] })),
};

for (const [form, bytes] of Object.entries(forms)) {
  test(`transform() of a broken ${form} balances or refuses it (SEED=${seed})`, async (t) => {
    const random = randomOf(seed);
    const seen = { result: 0, refused: 0, noticed: 0 };
    for (let run = 0; run < RUNS; run++) {
      const broken = breakUp(bytes, random);
      const what = `run ${run}: ${broken.toString('base64')}`;
      try {
        const request = run % 2 === 0 ? { gunzip } : { pieceBytes: random.between(100, 2000) };
        const { result } = await runTransform(broken, { request });
        const { read, written, duplicates, conflicts, quarantined } = result.record.counts;
        assert.equal(read, written + duplicates + conflicts + quarantined, what);
        seen.result++;
        if (quarantined + conflicts > 0) seen.noticed++;
      } catch (error) {
        assert.ok(error instanceof InputError, `${what}: ${String(error)}`);
        assert.match(error.message, /\(events\.json/, what);
        seen.refused++;
      }
    }
    t.diagnostic(JSON.stringify(seen));
    assert.ok(seen.refused + seen.noticed > RUNS / 3, 'most of it is broken enough to be noticed');
  });
}

/** Some bytes replaced, left out, put in or said twice; now and then the end is missing. */
function breakUp(bytes: Buffer, random: Draws): Buffer {
  let broken = Buffer.from(bytes);
  const times = random.between(1, 4);
  for (let i = 0; i < times; i++) {
    const at = random.between(0, broken.length - 1);
    const end = Math.min(broken.length, at + random.between(1, 20));
    const noise = Buffer.from([random.between(0, 255)]);
    const signs = Buffer.from('[]{},:"\\\n0');
    const sign = signs.subarray(random.between(0, 4), random.between(5, 9));
    const middle = [noise, Buffer.alloc(0), sign, broken.subarray(at, end)][random.between(0, 3)] as Buffer;
    const rest = broken.subarray(random.chance(0.5) ? at + 1 : end);
    broken = Buffer.concat([broken.subarray(0, at), middle, random.chance(0.05) ? Buffer.alloc(0) : rest]);
    if (broken.length === 0) return Buffer.from(' ');
  }
  return broken;
}
