import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BucketTable, groupBuckets } from '../../../src/core/plan/bucket-table.ts';
import { PieceIndex, type SpilledPiece } from '../../../src/core/plan/piece-index.ts';
import { BUCKETS } from '../../../src/core/plan/records.ts';
import { noCleanCounts } from '../../../src/core/stages/clean-counts.ts';

/** More than a table begins with. */
const PIECES = 150;

function upTo(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

function countsOf(piece: number): number[] {
  return Array.from({ length: BUCKETS }, (_, bucket) => (piece * 7 + bucket * bucket) % 11);
}

function sumOf(from: number, to: number, pieces: number[] = upTo(PIECES)): number {
  return pieces.flatMap((piece) => countsOf(piece).slice(from, to)).reduce((sum, count) => sum + count, 0);
}

test('BucketTable knows what pieces have in buckets and before them', () => {
  const table = new BucketTable();
  for (let piece = 0; piece < PIECES; piece++) table.push(countsOf(piece));
  for (const own of [table, new BucketTable(table.ends())]) {
    for (const piece of [0, 1, 63, 64, PIECES - 1]) {
      for (const [from, to] of [
        [0, BUCKETS],
        [0, 1],
        [5, 5],
        [17, 40],
        [BUCKETS - 1, BUCKETS],
      ] as const) {
        assert.equal(own.before(piece, from), sumOf(0, from, [piece]));
        assert.equal(own.within(piece, { from, to }), sumOf(from, to, [piece]));
        assert.equal(own.sum({ from, to }), sumOf(from, to));
      }
    }
  }
});

test('groupBuckets() cuts all buckets into runs of neighbours, about alike', () => {
  const table = new BucketTable();
  for (let piece = 0; piece < PIECES; piece++) table.push(countsOf(piece));
  const all = sumOf(0, BUCKETS);
  for (const [budget, width] of [
    [all, 1],
    [all, 3],
    [all / 5, 2],
    [1, 2],
  ] as const) {
    const groups = groupBuckets(table, budget, width);
    assert.deepEqual(
      groups.flatMap(({ from, to }) => upTo(to - from).map((i) => from + i)),
      upTo(BUCKETS),
    );
    for (const { from, to } of groups) assert.ok(to - from === 1 || sumOf(from, to) <= budget);
    assert.ok(groups.length >= Math.min(width, BUCKETS));
  }
  assert.deepEqual(groupBuckets(new BucketTable(), 10, 2), [{ from: 0, to: BUCKETS }]);
});

test('PieceIndex comes to other threads as it is', () => {
  const index = new PieceIndex();
  for (let piece = 0; piece < PIECES; piece++) index.add(pieceOf(piece));
  const there = PieceIndex.decode(index.encode());
  assert.deepEqual(there.entries, index.entries);
  assert.deepEqual(there.counts, index.counts);
  for (const name of ['types', 'sources', 'devices'] as const)
    assert.deepEqual(there[name].list, index[name].list);
  for (const name of ['ids', 'events', 'sessions', 'texts'] as const)
    assert.deepEqual(there[name].ends(), index[name].ends());
  assert.equal(index.counts.read, PIECES * 3);
  assert.deepEqual(index.counts.refused, { not_an_object: PIECES });
  assert.deepEqual(index.types.list, ['search', 'a', 'purchase', 'b']);
  assert.deepEqual(there.entries[3]?.codes, { types: [0, 1], sources: [0, 1], devices: [0] });
  assert.deepEqual(there.entries[2]?.codes.types, [0, 2, 3]);
});

function pieceOf(piece: number): SpilledPiece {
  const counts = countsOf(piece);
  return {
    spill: `spills/${piece}.spill`,
    rows: 2,
    counts: { ...noCleanCounts(), read: 3, kept: 2, refused: { not_an_object: 1 } },
    dates: { days: [piece], rows: [2], ends: [64] },
    quarantine: { start: 900, end: 950 },
    ids: { start: 64, counts },
    events: { start: 128, rowStart: 256, counts },
    sessions: { start: 512, counts, textStart: 640, textBytes: counts.map((count) => count * 8) },
    types: piece % 2 === 1 ? ['search', 'a'] : piece === 0 ? ['search', 'a'] : ['search', 'purchase', 'b'],
    sources: piece === 3 ? ['web'] : ['web', 'app'],
    devices: piece === 3 ? [] : ['phone'],
  };
}
