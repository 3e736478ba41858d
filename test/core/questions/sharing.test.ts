import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mapQuestions, takeSignal } from '../../../src/core/questions/by-name.ts';
import { plainQuestions } from '../../../src/core/questions/plain.ts';
import { sharing } from '../../../src/core/questions/sharing.ts';
import { cartEvent } from '../../support/cart-events.ts';

interface Asked {
  method: string;
  args: unknown[];
  signal: AbortSignal | undefined;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

/** Shared questions that are answered when the test says so. */
function open() {
  const asked: Asked[] = [];
  const questions = mapQuestions((method, all) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const { signal, args } = takeSignal(all);
    asked.push({ method, args, signal, resolve, reject });
    return promise;
  });
  return { asked, questions: sharing(questions) };
}

/** Asks for statistics with a way to leave. */
function leavable(questions: ReturnType<typeof open>['questions'], top: number) {
  const controller = new AbortController();
  return { answer: questions.statistics({ top, signal: controller.signal }), controller };
}

/** Lets all go on that can. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('sharing()', () => {
  test('answers the same question once for all who ask it at the same time', async () => {
    const { asked, questions } = open();
    const answers = [leavable(questions, 3).answer, leavable(questions, 3).answer];
    assert.equal(asked.length, 1);
    assert.deepEqual([asked[0]?.method, asked[0]?.args], ['statistics', [{ top: 3 }]]);
    asked[0]?.resolve('answer');
    assert.deepEqual(await Promise.all(answers), ['answer', 'answer']);
    void leavable(questions, 3);
    assert.equal(asked.length, 2, 'answers are not kept');
  });

  test('keeps different questions apart', () => {
    const { asked, questions } = open();
    const ids = ['1'];
    void questions.statistics({ top: 3 });
    void questions.statistics({ top: 4 });
    void questions.statistics({ top: 3, asOf: { version: 0 } });
    void questions.journeys({ first: 3 });
    void questions.eventsById(ids);
    void questions.sessionsById(ids);
    void questions.eventsById([]);
    void questions.statistics({ filter: { from: Number.POSITIVE_INFINITY } });
    void questions.statistics({ filter: { from: Number.NEGATIVE_INFINITY } });
    assert.equal(asked.length, 9);
  });

  test('lets one asker leave and answers the other', async () => {
    const { asked, questions } = open();
    const [first, second] = [leavable(questions, 3), leavable(questions, 3)];
    first.controller.abort(new Error('left'));
    await assert.rejects(first.answer, /left/);
    assert.equal(asked[0]?.signal?.aborted, false);
    asked[0]?.resolve('answer');
    assert.equal(await second.answer, 'answer');
  });

  test('stops a question that all have left, and begins anew for whoever asks then', async () => {
    const { asked, questions } = open();
    const both = [leavable(questions, 3), leavable(questions, 3)];
    for (const { controller } of both) controller.abort(new Error('left'));
    for (const { answer } of both) await assert.rejects(answer, /left/);
    assert.equal(asked[0]?.signal?.aborted, true);
    const { answer } = leavable(questions, 3);
    assert.equal(asked.length, 2);
    asked[0]?.reject(new Error('left'));
    await settle();
    const third = leavable(questions, 3).answer;
    assert.equal(asked.length, 2, 'the one that was left does not hide the new one');
    asked[1]?.resolve('answer');
    assert.deepEqual(await Promise.all([answer, third]), ['answer', 'answer']);
  });

  test('takes in who comes in the moment when the last one leaves', async () => {
    const { asked, questions } = open();
    const first = leavable(questions, 3);
    first.controller.abort(new Error('left'));
    const second = leavable(questions, 3);
    await assert.rejects(first.answer, /left/);
    assert.equal(asked[0]?.signal?.aborted, false);
    asked[0]?.resolve('answer');
    assert.equal(await second.answer, 'answer');
  });

  test('tells all askers of an error, and forgets it', async () => {
    const { asked, questions } = open();
    const answers = [leavable(questions, 3).answer, leavable(questions, 3).answer];
    asked[0]?.reject(new RangeError('Cannot'));
    for (const answer of answers) await assert.rejects(answer, RangeError);
    void leavable(questions, 3);
    assert.equal(asked.length, 2);
  });

  test('refuses who has left already by a promise, without asking', async () => {
    const { asked, questions } = open();
    const answer = questions.statistics({ signal: AbortSignal.abort(new Error('gone')) });
    await assert.rejects(answer, /gone/);
    assert.equal(asked.length, 0);
  });

  test('answers every method as the questions beneath it', async () => {
    const events = [cartEvent(0, 'add_to_cart', { session_id: 's', product_id: 1, quantity: 1 })];
    const [plain, shared] = [plainQuestions(events), sharing(plainQuestions(events))];
    assert.deepEqual(Object.keys(shared).toSorted(), Object.keys(plain).toSorted());
    const at = events[0]!.timestamp;
    for (const it of [plain, shared]) {
      assert.deepEqual(await it.cartStates(['s', 'x'], at, 0), ['abandoned', null]);
      assert.deepEqual(await it.version(), 0);
      assert.equal((await it.versions(1)).length, 1);
      assert.equal((await it.eventsById([events[0]!.event_id]))[0]?.session_id, 's');
    }
  });
});
