import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { describe, test } from 'node:test';
import { makersFor, parseWorkers, settleMakers, settleWorkers, threadsFor } from '../../src/node/workers.ts';

describe('settleWorkers()', () => {
  test('takes the number that is asked for, whatever there is to do', () => {
    assert.equal(settleWorkers(parseWorkers('3'), 1), 3);
    assert.equal(settleWorkers(parseWorkers('1'), 1e12), 1);
  });

  test('takes the cores of the machine, 8 at most, and one thread for what is small', () => {
    assert.equal(settleWorkers(parseWorkers('auto'), 7_999_999), 1);
    assert.equal(settleWorkers(parseWorkers('auto'), 8_000_000), Math.min(8, availableParallelism()));
  });
});

describe('settleMakers()', () => {
  test('takes the number that is asked for, whatever there is to do', () => {
    assert.equal(settleMakers(3, 1, 2), 3);
    assert.equal(settleMakers(1, 1e9, 64), 1);
  });

  test('takes the cores where there are many events and more than two cores, 8 at most', () => {
    assert.deepEqual(
      [settleMakers('auto', 499_999, 64), settleMakers('auto', 1e9, 2), settleMakers('auto', 1e9, 1)],
      [1, 1, 1],
    );
    assert.deepEqual([settleMakers('auto', 500_000, 3), settleMakers('auto', 1e9, 64)], [3, 8]);
  });
});

describe('makersFor()', () => {
  test('opens threads where there are to be several, and nothing for one', async () => {
    assert.deepEqual(makersFor(1, 1e9, 'folder'), {});
    assert.deepEqual(makersFor('auto', 1000, 'folder'), {});
    const executor = makersFor(5, 1, 'folder').openExecutor?.();
    assert.equal(executor?.width, 5);
    await executor?.close();
  });
});

describe('threadsFor()', () => {
  const foldersOf = (run: string): { temp: string; output: string } => ({ temp: run, output: run });

  test('opens threads where there are to be several, and nothing for one', async () => {
    assert.deepEqual(threadsFor(1, [{ size: 1e9 }], foldersOf), {});
    assert.deepEqual(threadsFor('auto', [{ size: 4e6 }, { size: 3e6 }], foldersOf), {});
    const executor = threadsFor(5, [{ size: 1 }], foldersOf).openExecutor?.('run');
    assert.equal(executor?.width, 5);
    await executor?.close();
  });
});
