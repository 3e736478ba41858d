import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { JOB_ID, jobIds, randomBits, randomSeed } from '../../../src/core/jobs/ids.ts';

describe('jobIds()', () => {
  test('gives ids that rise within a millisecond, and with a clock that is set back', () => {
    let time = 1_754_049_600_000;
    const next = jobIds(
      () => new Date(time),
      () => 0xffffffff - time,
    );
    const ids = [next(), next(), next()];
    time -= 60_000;
    ids.push(next());
    time += 3_600_000;
    ids.push(next());
    assert.deepEqual(ids.toSorted(), ids);
    assert.equal(new Set(ids).size, 5);
    for (const id of ids) assert.match(id, JOB_ID);
  });

  test('gives ids after those that are there', () => {
    const [first] = [jobIds(() => new Date(2_000_000_000_000), randomBits)()];
    const second = jobIds(() => new Date(1_000_000_000_000), randomBits, first)();
    assert.ok(second > first);
  });

  test('says the time in nine digits of base 36', () => {
    assert.equal(
      jobIds(
        () => new Date(1_754_049_600_000),
        () => 255,
      )(),
      `${(1_754_049_600_000).toString(36).padStart(9, '0')}-000000ff`,
    );
  });
});

test('randomSeed() draws 31 bits', () => {
  const seed = randomSeed();
  assert.ok(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31);
});
