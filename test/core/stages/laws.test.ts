import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Batch, CartEvent } from '../../../src/core/event.ts';
import { batchCleaner, clean } from '../../../src/core/stages/clean.ts';
import { dedupe } from '../../../src/core/stages/dedupe.ts';
import { journey } from '../../../src/core/stages/journey.ts';
import { rawEvents, wireEvent } from '../../support/raw-events.ts';

/** A stage over batches that its source makes of event numbers, so that one suite serves all of them. */
interface Subject {
  name: string;
  run: (batches: AsyncIterable<Batch<number>>, signal?: AbortSignal) => AsyncIterable<Batch<unknown>>;
}

const subjects: Subject[] = [
  {
    name: 'clean',
    run: (batches, signal) =>
      clean(
        map(batches, (n) => rawEvents([wire(n)])[0]!),
        { ...(signal && { signal }) },
      ),
  },
  { name: 'dedupe', run: (batches, signal) => dedupe(map(batches, cleaned), { ...(signal && { signal }) }) },
  {
    name: 'journey',
    run: (batches, signal) => journey(map(batches, cleaned), { ...(signal && { signal }) }),
  },
];

for (const { name, run } of subjects) {
  suite(`${name}()`, () => {
    test('ends when its source ends, and yields no empty batch', async () => {
      const batches = await Array.fromAsync(run(source([[1, 2], [], [3]])));
      assert.deepEqual(batches.flat().length, 3);
      assert.ok(batches.every((batch) => batch.length > 0));
      assert.deepEqual(await Array.fromAsync(run(source([]))), []);
    });

    test('does not change its input', async () => {
      const frozen = (batches: AsyncIterable<Batch<number>>) => batches;
      await Array.fromAsync(run(frozen(source([Object.freeze([1, 2, 3])]))));
    });

    test('keeps the order', async () => {
      const batches = await Array.fromAsync(run(source([[5, 3], [4, 1], [2]])));
      assert.deepEqual(
        batches.flat().map((event) => (event as CartEvent).event_id),
        ['evt_5', 'evt_3', 'evt_4', 'evt_1', 'evt_2'],
      );
    });

    test('closes its source when the consumer stops', async () => {
      let closed = false;
      async function* endless(): AsyncGenerator<Batch<number>> {
        try {
          for (let n = 0; n < 5; n++) yield [n];
        } finally {
          closed = true;
        }
      }
      for await (const batch of run(endless())) if (batch.length > 0) break;
      assert.ok(closed);
    });

    test('ends with the reason of its signal, and closes its source', async () => {
      const controller = new AbortController();
      let closed = false;
      async function* aborting(): AsyncGenerator<Batch<number>> {
        try {
          yield [1];
          controller.abort(new Error('enough'));
          yield [2];
          yield [3];
        } finally {
          closed = true;
        }
      }
      await assert.rejects(Array.fromAsync(run(aborting(), controller.signal)), { message: 'enough' });
      assert.ok(closed);
    });

    test('hands on the error of its source', async () => {
      async function* failing(): AsyncGenerator<Batch<number>> {
        yield [1];
        throw new Error('broken pipe');
      }
      await assert.rejects(Array.fromAsync(run(failing())), { message: 'broken pipe' });
    });
  });
}

function wire(n: number): Record<string, unknown> {
  return wireEvent({ event_id: `evt_${n}`, session_id: `sess_${n % 2}` });
}

function cleaned(n: number): CartEvent {
  return Object.freeze(batchCleaner()(rawEvents([wire(n)]))[0]!);
}

async function* source(batches: readonly (readonly number[])[]): AsyncGenerator<Batch<number>> {
  yield* batches.filter((batch) => batch.length > 0);
}

async function* map<From, To>(
  batches: AsyncIterable<Batch<From>>,
  make: (item: From) => To,
): AsyncGenerator<Batch<To>> {
  for await (const batch of batches) yield Object.freeze(batch.map((item) => make(item)));
}
