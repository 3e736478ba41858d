import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { settleGeneration } from '../../../src/core/jobs/generation-wish.ts';
import { overlap } from '../../../src/core/jobs/job-paths.ts';
import type { TransformationWish } from '../../../src/core/jobs/jobs.ts';
import { settleTransformation } from '../../../src/core/jobs/transformation-wish.ts';

const defaults = { now: 1_754_049_600_250_000, seed: 42, timeZone: 'Asia/Ho_Chi_Minh' };

describe('settleGeneration()', () => {
  test('says every option', () => {
    assert.deepEqual(settleGeneration({}, defaults), {
      count: 10_000,
      seed: 42,
      until: 1_754_049_600_000_000,
      days: 90,
      profile: 'realistic',
      guests: 0.3,
      buyers: 0.03,
      abandonment: 0.7,
      timeZone: 'Asia/Ho_Chi_Minh',
    });
  });

  test('asks for fewer buyers by itself where most carts are to be abandoned', () => {
    const settled = settleGeneration({ abandonment: 0.99 }, defaults);
    assert.ok('buyers' in settled && Math.abs(settled.buyers - 0.01) < 1e-9);
    const all = settleGeneration({ abandonment: 1 }, defaults);
    assert.ok('buyers' in all && all.buyers === 0);
  });

  const wrong: [wish: Record<string, unknown>, field: string, message: string][] = [
    [{ count: 5 }, 'count', 'Cannot generate as count must be a whole number from 100 to 10000000: 5'],
    [{ count: 10_000_001 }, 'count', 'from 100 to 10000000: 10000001'],
    [{ count: 100.5 }, 'count', ': 100.5'],
    [{ count: Number.NaN }, 'count', ': NaN'],
    [{ method: 'append' }, 'method', 'Cannot generate as method must be new or replace: "append"'],
    [{ seed: -1 }, 'seed', 'Cannot generate as seed must be a whole number from 0 to 9007199254740991: -1'],
    [{ seed: 2 ** 53 }, 'seed', ': 9007199254740992'],
    [{ until: 0 }, 'until', 'from 2000-01-02T00:00:00Z to 2100-01-01T00:00:00Z: 1970-01-01T00:00:00Z'],
    [{ until: Number.POSITIVE_INFINITY }, 'until', ': Infinity microseconds'],
    [{ days: 0 }, 'days', 'Cannot generate as days must be a whole number from 1 to 3660: 0'],
    [{ until: 946_771_200_000_000, days: 90 }, 'days', 'the period must begin in 2000 or later'],
    [{ profile: 'toString' }, 'profile', 'the profile must be one of realistic, uniform, skewed, burst'],
    [{ guests: 1.5 }, 'guests', 'Cannot generate as guests must be a number from 0 to 1: 1.5'],
    [{ buyers: 0.5 }, 'buyers', 'buyers must not be more than 1 - abandonment'],
    [{ buyers: -0.5 }, 'buyers', 'buyers must be a number from 0 to 1'],
    [{ abandonment: Number.NaN }, 'abandonment', 'abandonment must be a number from 0 to 1: NaN'],
  ];
  for (const [wish, field, message] of wrong) {
    test(`refuses ${Object.entries(wish).join(' and ')}`, () => {
      const settled = settleGeneration(wish, defaults);
      assert.ok('outcome' in settled);
      assert.equal(settled.field, field);
      assert.ok(settled.message.includes(message), settled.message);
    });
  }
});

describe('settleTransformation()', () => {
  const timeZone = 'UTC';

  test('says every option', () => {
    assert.deepEqual(settleTransformation({ timeZone }), {
      kind: 'transformation',
      inputs: ['cart_events.json.gz'],
      output: 'out',
      options: { timeZone: 'UTC', dropGuests: false, notAfter: null },
    });
  });

  test('takes files and folders of the data folder, also by names that look odd', () => {
    const inputs = ['a b/c.json', 'été.json', 'eventsbook.json', '__proto__', 'é'.repeat(127)];
    const task = settleTransformation({ timeZone, inputs, output: 'results/today' });
    assert.ok('inputs' in task);
    assert.deepEqual(task.inputs, inputs);
  });

  const naughty = [
    '',
    '/etc/passwd',
    'C:/x',
    'a//b',
    'a/',
    './a',
    'a/../b',
    '..',
    '.',
    '.server/x',
    'a/.staging',
    'a\\b',
    'a\0b',
    'a\uD800',
    'a\nb',
    'a/b\x7F',
    'a\x85b',
    `a/${'é'.repeat(128)}`,
    `${'a/'.repeat(512)}b`,
    'events',
    'Events/date=1',
    'jobs/1/log',
    'imports/x.json',
    'quarantine',
    'conflicts/x',
  ];
  for (const path of naughty) {
    for (const [field, wish] of [
      ['inputs', { inputs: ['a.json', path] }],
      ['output', { inputs: ['a.json'], output: path }],
    ] as const) {
      test(`refuses ${JSON.stringify(path)} as ${field}`, () => {
        const settled = settleTransformation({ timeZone, ...wish });
        assert.ok('outcome' in settled);
        assert.equal(settled.field, field);
        assert.ok(settled.message.startsWith('Cannot '), settled.message);
        assert.ok(settled.message.endsWith(`: ${JSON.stringify(path)}`), settled.message);
      });
    }
  }

  const wrong: [name: string, wish: Record<string, unknown>, field: string][] = [
    ['no inputs', { inputs: [] }, 'inputs'],
    ['an input that is no text', { inputs: [5] }, 'inputs'],
    ['an output that an input is', { inputs: ['a.json'], output: 'a.json' }, 'output'],
    ['an output in an input', { inputs: ['in'], output: 'in/out' }, 'output'],
    ['an input in the output', { inputs: ['out/a.json'] }, 'output'],
    ['an input in the output by another case', { inputs: ['OUT/a.json'] }, 'output'],
    ['the raw file as output', { inputs: ['a.json'], output: 'cart_events.json.gz' }, 'output'],
    ['a zone that is not', { timeZone: 'Mars/Olympus' }, 'timeZone'],
    ['a time that is none', { notAfter: Number.NaN }, 'notAfter'],
  ];
  for (const [name, wish, field] of wrong) {
    test(`refuses ${name}`, () => {
      const settled = settleTransformation({ timeZone, ...(wish as TransformationWish) });
      assert.ok('outcome' in settled);
      assert.equal(settled.field, field);
    });
  }
});

test('overlap() tells a path from one that only begins like it', () => {
  assert.equal(overlap('a/b', 'a'), true);
  assert.equal(overlap('a', 'a/b'), true);
  assert.equal(overlap('ab', 'a'), false);
  assert.equal(overlap('A', 'a'), true);
});
