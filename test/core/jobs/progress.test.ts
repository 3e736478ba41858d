import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { JobStage } from '../../../src/core/jobs/job.ts';
import { beginProgress, foldProgress, isDue } from '../../../src/core/jobs/progress.ts';

const SECOND = 1_000_000;
const GENERATION: JobStage[] = ['generate', 'check', 'read', 'known', 'ids', 'days', 'publish'];

describe('foldProgress()', () => {
  test('weighs stages, counts events, and says how fast and how long', () => {
    let progress = beginProgress('generation', 0);
    progress = foldProgress(progress, { step: 'generate', done: 0, total: 1000, events: 0 }, 0);
    assert.equal(progress.fields.rate, null);
    assert.equal(progress.fields.etaSeconds, null);
    progress = foldProgress(progress, { step: 'generate', done: 500, total: 1000, events: 500 }, 2 * SECOND);
    assert.deepEqual(progress.fields, {
      stage: 'generate',
      done: 500,
      total: 1000,
      fraction: 0.125,
      rate: 250,
      etaSeconds: 14,
      counts: {
        generated: 500,
        read: 0,
        written: 0,
        duplicates: 0,
        already_there: 0,
        conflicts: 0,
        quarantined: 0,
      },
    });
    progress = foldProgress(progress, { step: 'read', done: 0, total: 10, events: 0 }, 4 * SECOND);
    progress = foldProgress(progress, { step: 'read', done: 10, total: 10, events: 1000 }, 6 * SECOND);
    assert.equal(progress.fields.fraction, 0.62);
    assert.equal(progress.fields.rate, 500);
    assert.equal(progress.fields.counts.generated, 500);
    assert.equal(progress.fields.counts.read, 1000);
  });

  test('counts the rate from what a resumed stage had already', () => {
    let progress = beginProgress('generation', 0);
    progress = foldProgress(progress, { step: 'generate', done: 0, total: 1, events: 9000 }, SECOND);
    progress = foldProgress(progress, { step: 'generate', done: 0, total: 1, events: 9100 }, 2 * SECOND);
    assert.equal(progress.fields.rate, 100);
    assert.equal(progress.fields.counts.generated, 9100);
  });

  test('passes over what still comes of a stage that was left', () => {
    const began = beginProgress('generation', 0);
    const reading = foldProgress(began, { step: 'read', done: 1, total: 2, events: 5 }, 1);
    assert.equal(foldProgress(reading, { step: 'generate', done: 2, total: 2, events: 9 }, 2), reading);
  });

  test('never goes back, and stays from 0 to 1, whatever is reported', () => {
    const report = fc.record({
      step: fc.constantFrom(...GENERATION),
      done: fc.oneof(fc.integer(), fc.double()),
      total: fc.oneof(fc.integer(), fc.double()),
      events: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(report), (reports) => {
        let progress = beginProgress('generation', 0);
        for (const [i, each] of reports.entries()) {
          const next = foldProgress(progress, each, i);
          assert.ok(next.fields.fraction >= progress.fields.fraction && next.fields.fraction <= 1);
          progress = next;
        }
      }),
    );
  });

  for (const kind of ['generation', 'transformation'] as const) {
    test(`comes to 1 at the end of a ${kind}`, () => {
      const report = { step: 'publish', done: 3, total: 3, events: 0 } as const;
      const { fraction } = foldProgress(beginProgress(kind, 0), report, 1).fields;
      assert.ok(Math.abs(fraction - 1) < 1e-12, String(fraction));
    });
  }
});

describe('isDue()', () => {
  const at = (micros: number, from: number) => {
    const report = { step: 'read', done: 1, total: 2, events: 5 } as const;
    const progress = foldProgress(beginProgress('generation', 0), report, micros);
    return isDue({ at: from, stage: 'read' }, progress, micros);
  };

  test('lets a report through every quarter of a second at first, later 240 times in all', () => {
    assert.equal(at(249_999, 0), false);
    assert.equal(at(250_000, 0), true);
    assert.equal(at(3600 * SECOND, 3600 * SECOND - 14 * SECOND), false);
    assert.equal(at(3600 * SECOND, 3600 * SECOND - 15 * SECOND), true);
  });

  test('lets a new stage through, and reports after the clock was set back', () => {
    const report = { step: 'days', done: 0, total: 2, events: 0 } as const;
    const progress = foldProgress(beginProgress('generation', 0), report, 1);
    assert.equal(isDue({ at: 0, stage: 'read' }, progress, 1), true);
    assert.equal(at(5, 6), true);
  });

  test('keeps an hour of reports to about 1,200 entries', () => {
    let progress = beginProgress('generation', 0);
    let last = { at: 0, stage: null as JobStage | null };
    let entries = 0;
    for (let time = 0; time <= 3600 * SECOND; time += SECOND / 20) {
      progress = foldProgress(progress, { step: 'read', done: time, total: 3600 * SECOND, events: 1 }, time);
      if (!isDue(last, progress, time)) continue;
      entries++;
      last = { at: time, stage: 'read' };
    }
    assert.ok(entries > 800 && entries < 1300, String(entries));
  });
});
