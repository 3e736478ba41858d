import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConflictError, InputError, NotFoundError } from '../../../src/core/errors.ts';
import { describeFailure, reviveFailure } from '../../../src/core/plan/task-failure.ts';

/** An error as it comes out on the other side. */
function sent(error: unknown): Error {
  return reviveFailure(
    JSON.parse(JSON.stringify(describeFailure(error))) as ReturnType<typeof describeFailure>,
  );
}

describe('reviveFailure()', () => {
  test('gives errors back as what they were', () => {
    const place = { file: 'a (b).zip', entry: '2025/a.json', offset: 1024 };
    const input = sent(
      new InputError('Cannot read on as it is so', place, { cause: new RangeError('deep') }),
    );
    assert.ok(input instanceof InputError);
    assert.deepEqual(input.place, place);
    assert.equal(input.message, 'Cannot read on as it is so (a (b).zip, entry 2025/a.json, byte 1024)');
    assert.ok(input.cause instanceof RangeError);
    assert.equal(input.cause.message, 'deep');
    const conflict = sent(new ConflictError('a/b.json'));
    assert.ok(conflict instanceof ConflictError);
    assert.deepEqual([conflict.path, conflict.message], ['a/b.json', new ConflictError('a/b.json').message]);
    const missing = sent(new NotFoundError('a/b.json'));
    assert.ok(missing instanceof NotFoundError && missing.path === 'a/b.json');
    assert.ok(sent(new RangeError('x')) instanceof RangeError);
    assert.ok(sent(new TypeError('x')) instanceof TypeError);
  });

  test('keeps what a system error says, and where an error came from', () => {
    const system = Object.assign(new Error('ENOSPC: no space left'), {
      errno: -28,
      code: 'ENOSPC',
      syscall: 'write',
    });
    const error = new Error('Cannot write a.txt: no space left on device', { cause: system });
    const revived = sent(error);
    assert.equal(revived.message, error.message);
    assert.equal(revived.stack, error.stack);
    const { errno, code, syscall } = revived.cause as NodeJS.ErrnoException;
    assert.deepEqual([errno, code, syscall], [-28, 'ENOSPC', 'write']);
  });

  test('takes what is no error', () => {
    assert.equal(sent('text').message, 'text');
    assert.equal(sent(undefined).message, 'undefined');
  });
});
