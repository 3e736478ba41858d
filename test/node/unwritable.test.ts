import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { test } from 'node:test';
import { attempt } from '../../src/node/atomic.ts';
import { whyUnwritable } from '../../src/node/unwritable.ts';

test(
  'whyUnwritable() knows a full device, below what was made of its error',
  { skip: !existsSync('/dev/full') },
  async () => {
    await using file = await open('/dev/full', 'w');
    const error: unknown = await attempt('write a', () => file.write('a')).catch((cause: unknown) => cause);
    assert.equal(whyUnwritable(error), 'no space left on device');
    assert.equal(whyUnwritable(new Error('Cannot commit', { cause: error })), 'no space left on device');
  },
);

test('whyUnwritable() knows nothing of other errors', async () => {
  const error: unknown = await attempt('read a', () => open('/none/such')).catch((cause: unknown) => cause);
  for (const other of [error, new Error('a mistake'), null, 'ENOSPC', { code: 'ENOSPC' }]) {
    assert.equal(whyUnwritable(other), null);
  }
});
