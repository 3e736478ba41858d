import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Arena } from '../../../src/core/columns/arena.ts';
import { discard } from '../../../src/core/columns/grown.ts';

test('Arena lends arrays that do not overlap, aligned for what is in them', () => {
  const arena = new Arena();
  const lent = [arena.bytes(3), arena.words(5), arena.doubles(2), arena.bytes(0), arena.words(1)];
  lent.forEach((array, i) => array.fill(i + 1));
  assert.deepEqual(
    lent.map((array) => Array.from(new Set(array))),
    [[1], [2], [3], [], [5]],
  );
});

test('Arena lends more than it has, and has it the next time', () => {
  const arena = new Arena();
  arena.bytes(60_000);
  const beyond = arena.doubles(10_000).fill(7);
  assert.equal(beyond[9999], 7);
  arena.clear();
  const first = arena.bytes(60_000);
  const second = arena.doubles(10_000);
  assert.equal(first.buffer, second.buffer);
});

test('Arena uses its memory again once it was let go of', () => {
  const arena = new Arena();
  const { buffer } = arena.bytes(8);
  arena.clear();
  assert.equal(arena.words(2).buffer, buffer);
});

test('Arena gives its memory back when it is released, and has as much again from the next time on', () => {
  const arena = new Arena();
  const before = arena.words(4);
  arena.release();
  assert.equal(before.length, 0);
  assert.deepEqual(Array.from(arena.words(2)), [0, 0]);
  arena.clear();
  assert.equal(arena.words(2).buffer, arena.words(4).buffer);
});

test('Arena outlives an array as long as its buffer that is discarded', () => {
  const arena = new Arena();
  const { byteLength } = arena.bytes(1).buffer;
  arena.clear();
  discard(arena.bytes(byteLength));
  arena.clear();
  assert.equal(arena.bytes(8).length, 8);
});
