import assert from 'node:assert/strict';
import { InputError } from '../../../../src/core/errors.ts';
import { Lane } from '../../../../src/core/plan/fast/lane.ts';
import { mapBytes, type MappedBytes } from '../../../../src/core/plan/map-bytes.ts';
import { mapPiece } from '../../../../src/core/plan/map-piece.ts';
import { cutPieces } from '../../../../src/core/sources/cut-pieces.ts';
import { readLimits, type ReadLimits } from '../../../../src/core/sources/limits.ts';
import { type Piece, type ReadState, startState } from '../../../../src/core/sources/piece.ts';
import { restoreState, saveState } from '../../../../src/core/sources/read-state.ts';
import { readPiece } from '../../../../src/core/sources/read-piece.ts';
import { prepend } from '../../../../src/core/sources/read-pieces.ts';
import type { Form } from '../../../../src/core/sources/text.ts';
import type { CleanOptions } from '../../../../src/core/stages/clean.ts';

export interface MapOptions extends CleanOptions {
  pieceBytes?: number;
  limits?: Partial<ReadLimits>;
  form?: Form;
  lane?: Lane;
}

/**
 * Maps a text piece by piece with `mapBytes`, and with `mapPiece` over what `readPiece` reads, and sees that both come to the
 * same: the same spill, summary, rest and state, or the same error. Returns how many elements were read, and how many of them
 * nobody but the lane looked at.
 */
export async function assertSame(
  text: Uint8Array,
  {
    pieceBytes = 1 << 22,
    limits: given = {},
    form = 'events',
    lane = new Lane(),
    ...options
  }: MapOptions = {},
): Promise<{ read: number; plain: number }> {
  const limits = { ...readLimits, ...given };
  let left = new Uint8Array(0);
  let state = startState;
  let [read, plain] = [0, 0];
  for await (const cut of cutPieces(
    { file: 'in', entry: null, form, offset: 0, bytes: one(text) },
    { pieceBytes },
  )) {
    const piece = prepend(left, cut);
    // A state that passes over an element is changed by whoever reads with it.
    const own = restoreState(saveState(state));
    const slow = outcome(() => mapSlow(piece, state, options, limits));
    const fast = outcome(() => mapBytes(piece, own, options, { chunkSize: 1000, limits, lane }));
    if (slow instanceof InputError || fast instanceof InputError) {
      assert.deepEqual(fast, slow);
      break;
    }
    const { spill, summary, rest } = fast;
    assert.deepEqual(
      { summary, rest, state: shown(fast.state, piece) },
      { summary: slow.summary, rest: slow.rest, state: shown(slow.state, piece) },
    );
    // Of large arrays the assertion would draw up their difference.
    assert.ok(
      Buffer.compare(spill, slow.spill) === 0,
      `spills differ at ${firstDifference(spill, slow.spill)}`,
    );
    if (form === 'events') plain += lane.plain;
    read += slow.summary.counts.read;
    left = piece.bytes.slice(slow.rest);
    state = slow.state;
  }
  return { read, plain };
}

function mapSlow(
  piece: Piece,
  state: ReadState,
  options: CleanOptions,
  limits: Readonly<ReadLimits>,
): MappedBytes {
  const { events, rest, state: next } = readPiece(piece, state, limits);
  return { ...mapPiece(events, options, 700), rest, state: next };
}

function outcome(run: () => MappedBytes): MappedBytes | InputError {
  try {
    const mapped = run();
    return { ...mapped, spill: mapped.spill.slice() };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error;
  }
}

/** A state without the places that its scanner keeps of bytes it has passed; where a text has ended, nobody asks for it. */
function shown({ skip, ...state }: ReadState, { last }: Piece): object | null {
  if (last) return null;
  if (skip?.kind !== 'end') return { ...state, skip };
  const { status, depth, deepest, isScalar, inString } = skip.scanner;
  const closers = skip.scanner.closers();
  return { ...state, skip: { kind: 'end', status, depth, deepest, isScalar, inString, closers } };
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  return a.findIndex((byte, i) => byte !== b[i]);
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
