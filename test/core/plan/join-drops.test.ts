import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dropIds, DROPPED } from '../../../src/core/plan/drop-ids.ts';
import { joinDrops, readDrops } from '../../../src/core/plan/join-drops.ts';
import { PieceIndex, type SpilledPiece } from '../../../src/core/plan/piece-index.ts';
import { Pieces } from '../../../src/core/plan/pieces.ts';
import { BUCKETS, ID_BYTES, ID_WORDS } from '../../../src/core/plan/records.ts';
import { noCleanCounts } from '../../../src/core/stages/clean-counts.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';

/** More than are joined at once, and some of them without rows. */
const PIECES = 150;

test('joinDrops() marks in every piece what was dropped in any of the buckets', async () => {
  const temp = memoryStorage();
  const seen = new Set<number>();
  const expected: number[][] = [];
  const index = new PieceIndex();
  for (let piece = 0; piece < PIECES; piece++) {
    const rows = piece % 7 === 0 ? 0 : piece % 5;
    const ids = Array.from({ length: rows }, (_, row) => (piece * 31 + row * 17) % 97);
    expected.push(ids.map((id) => (seen.has(id) ? DROPPED.duplicate : (seen.add(id), 0))));
    index.add(await spill(temp, piece, ids));
  }
  const pieces = new Pieces(temp, index);
  const middle = BUCKETS / 2;
  await dropIds(pieces, { from: 0, to: middle }, temp, { path: 'low' });
  await dropIds(pieces, { from: middle, to: BUCKETS }, temp, { path: 'high' });
  await joinDrops(pieces, ['low', 'high'], temp, 'all');
  for (const [piece, marks] of expected.entries())
    assert.deepEqual([...(await readDrops(pieces, piece, temp, 'all'))], marks, `piece ${piece}`);
  assert.ok(expected.flat().includes(DROPPED.duplicate));
});

/** Writes the id records of a piece bucket by bucket, of which even ids are in the first and odd ones in the last. */
async function spill(
  temp: ReturnType<typeof memoryStorage>,
  piece: number,
  ids: readonly number[],
): Promise<SpilledPiece> {
  const records = ids.map((id, row) => ({ id, row }));
  const sorted = [...records.filter(({ id }) => id % 2 === 0), ...records.filter(({ id }) => id % 2 === 1)];
  const words = new Uint32Array(sorted.length * ID_WORDS);
  for (const [i, { id, row }] of sorted.entries()) words.set([id, id, id, id, 1, 1, row], i * ID_WORDS);
  const path = `${piece}.spill`;
  await temp.write(path, new Uint8Array(words.buffer));
  const counts = Array.from({ length: BUCKETS }, () => 0);
  counts[0] = ids.filter((id) => id % 2 === 0).length;
  counts[BUCKETS - 1] = ids.length - counts[0];
  assert.equal(words.byteLength, ids.length * ID_BYTES);
  return {
    rows: ids.length,
    spill: path,
    counts: noCleanCounts(),
    ids: { start: 0, counts },
    events: { start: 0, counts: [] },
    sessions: { start: 0, counts: [], textBytes: [] },
    types: [],
    sources: [],
    devices: [],
  } as unknown as SpilledPiece;
}
