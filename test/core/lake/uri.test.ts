import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodePath, encodePath, partitionFolder } from '../../../src/core/lake/uri.ts';

test('partitionFolder() escapes as Hive does', () => {
  assert.equal(partitionFolder('date', '2025-08-25'), 'date=2025-08-25');
  assert.equal(partitionFolder('a b', 'x/y:z%\n'), 'a b=x%2Fy%3Az%25%0A');
  assert.equal(partitionFolder('date', null), 'date=__HIVE_DEFAULT_PARTITION__');
  assert.equal(partitionFolder('date', ''), 'date=__HIVE_DEFAULT_PARTITION__');
});

test('encodePath() keeps what is plain and escapes the rest, escapes included', () => {
  assert.equal(encodePath('date=2025-08-25/part-1.snappy.parquet'), 'date=2025-08-25/part-1.snappy.parquet');
  assert.equal(encodePath('d=x%2Fy z/é'), 'd=x%252Fy%20z/%C3%A9');
});

test('decodePath() turns encodePath() around', () => {
  const part = fc
    .string({ unit: 'binary', minLength: 1 })
    .filter((text) => !/^\.|[/\\\0]/.test(text) && text.isWellFormed());
  fc.assert(
    fc.property(fc.array(part, { minLength: 1 }), (parts) => {
      const path = parts.join('/');
      assert.equal(decodePath(encodePath(path)), path);
      assert.match(encodePath(path), /^[\x21-\x7e]+$/);
    }),
  );
});

test('decodePath() stays within the table', () => {
  for (const path of ['/etc/passwd', 'a/%2e%2e/b', '..', 's3://bucket/a', '%zz', 'a%2F%2Fb']) {
    assert.throws(() => decodePath(path), RangeError, path);
  }
});
