import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { plainQuestions } from '../../../../src/core/questions/plain.ts';
import type { FunnelQuestion } from '../../../../src/core/questions/questions.ts';
import { anyCartEvents, cartEvent, MINUTE } from '../../../support/cart-events.ts';

/** Sessions at each step, of one session with a type a letter, a minute apart; `.` is a minute without one. */
async function depths(journey: string, steps: string, more: Partial<FunnelQuestion> = {}): Promise<string> {
  const events = Array.from(journey).flatMap((type, minute) =>
    type === '.' ? [] : [cartEvent(minute, type)],
  );
  const answer = await plainQuestions(events).funnel({ steps: Array.from(steps), ...more });
  assert.equal(answer.steps.map(({ type }) => type).join(''), steps);
  return answer.steps.map(({ sessions }) => sessions).join('');
}

test('funnel() in order lets other events lie between', async () => {
  assert.equal(await depths('axbxc', 'abc'), '111');
  assert.equal(await depths('ba', 'ab'), '10');
  assert.equal(await depths('bab', 'ab'), '11');
  assert.equal(await depths('bc', 'abc'), '000');
  assert.equal(await depths('a', 'aa'), '10');
  assert.equal(await depths('aa', 'aa'), '11');
});

test('funnel() in order tries a later start where an earlier one is too early', async () => {
  assert.equal(await depths('a..a.b', 'ab', { within: 2 * MINUTE }), '11');
  assert.equal(await depths('a..b', 'ab', { within: 3 * MINUTE }), '11');
  assert.equal(await depths('a...b', 'ab', { within: 3 * MINUTE }), '10');
  assert.equal(await depths('abab.c', 'abc', { within: 3 * MINUTE }), '111');
  assert.equal(await depths('ab.c', 'abc', { within: 2 * MINUTE }), '110');
});

test('funnel() that is strict lets nothing of the filter lie between', async () => {
  const strict = { mode: 'strict' } as const;
  assert.equal(await depths('axb', 'ab', strict), '10');
  assert.equal(await depths('axb', 'ab', { ...strict, filter: { types: ['a', 'b'] } }), '11');
  assert.equal(await depths('axab', 'ab', strict), '11');
  assert.equal(await depths('aab', 'aab', strict), '111');
  assert.equal(await depths('aaab', 'aab', strict), '111');
  assert.equal(await depths('a.b', 'ab', { ...strict, within: MINUTE }), '10');
});

test('funnel() in any order wants the first types within one window', async () => {
  const any = { mode: 'any' } as const;
  assert.equal(await depths('cba', 'abc', any), '111');
  assert.equal(await depths('cb', 'abc', any), '000');
  assert.equal(await depths('ca', 'abc', any), '100');
  assert.equal(await depths('b.a', 'ab', { ...any, within: MINUTE }), '10');
  assert.equal(await depths('b.ab', 'ab', { ...any, within: MINUTE }), '11');
  assert.equal(await depths('xa', 'aa', any), '10');
  assert.equal(await depths('axa', 'aa', any), '11');
});

test('funnel() counts sessions of the filter, also those that take no step', async () => {
  const events = ['a', 'b', 'c'].map((session_id) => cartEvent(0, session_id, { session_id }));
  const answer = await plainQuestions(events).funnel({ steps: ['a'], filter: { sessions: ['a', 'b'] } });
  assert.deepEqual(answer, { sessions: 2, steps: [{ type: 'a', sessions: 1 }], version: 0 });
});

test('funnel() never rises from step to step, and strict is ordered is any', async () => {
  const types = fc.constantFrom('add_to_cart', 'purchase', 'view_item');
  const steps = fc.array(types, { minLength: 1, maxLength: 4 });
  const limit = fc.option(fc.nat({ max: 200 * MINUTE }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(anyCartEvents, steps, limit, async (events, asked, within) => {
      const questions = plainQuestions(events);
      const counts = async (mode: 'ordered' | 'strict' | 'any'): Promise<number[]> => {
        const answer = await questions.funnel({
          steps: asked,
          mode,
          ...(within !== undefined && { within }),
        });
        return answer.steps.map(({ sessions }) => sessions);
      };
      const [strict, ordered, any] = [await counts('strict'), await counts('ordered'), await counts('any')];
      for (const found of [strict, ordered, any]) {
        assert.deepEqual(
          found,
          found.toSorted((a, b) => b - a),
        );
      }
      for (const at of asked.keys()) {
        assert.ok((strict[at] as number) <= (ordered[at] as number));
        assert.ok((ordered[at] as number) <= (any[at] as number));
      }
    }),
    { numRuns: 50 },
  );
});

test('funnel() refuses no steps, too many, and a limit below 0', async () => {
  await assert.rejects(
    depths('a', ''),
    /Cannot follow a funnel as the number of steps must be .* 1 to 10: 0/,
  );
  await assert.rejects(depths('a', 'aaaaaaaaaaa'), /: 11/);
  await assert.rejects(depths('a', 'a', { within: -1 }), /RangeError.*within/);
});
