import { InputError } from '../errors.ts';
import type { Gunzip } from '../sources/gunzip.ts';
import type { Input } from '../sources/input.ts';
import type { Piece } from '../sources/piece.ts';
import type { PieceRoom } from '../sources/piece-room.ts';
import { cutInput } from '../sources/read-pieces.ts';
import type { InputRecord } from './options.ts';

/** How inputs are read, with no bearing on what they are read as. */
export interface ReadInputsOptions {
  gunzip?: Gunzip | undefined;
  /** Bytes of a piece. */
  pieceBytes?: number | undefined;
  /** Where pieces lie. @default room of its own for each */
  room?: PieceRoom | undefined;
  signal?: AbortSignal | undefined;
}

/** A piece of the inputs as it was cut. */
export interface InputCut {
  piece: Piece;
  /** Bytes of the inputs read so far. */
  bytes: number;
}

/**
 * Cuts inputs into pieces, in order, without reading them: what a piece leaves is not yet in front of the next one. The records say
 * what the inputs were when they were hashed. Memory: two pieces.
 *
 * @throws {InputError} when an input cannot be opened, or has changed since it was hashed
 */
export async function* cutInputs(
  inputs: readonly Input[],
  records: readonly InputRecord[],
  options: ReadInputsOptions,
): AsyncGenerator<InputCut> {
  const { gunzip, pieceBytes, room, signal } = options;
  const reading = {
    ...(gunzip && { gunzip }),
    ...(pieceBytes && { pieceBytes }),
    ...(room && { room }),
    ...(signal && { signal }),
  };
  let bytes = 0;
  for (const [i, input] of inputs.entries()) {
    const counted = countBytes(input, (count) => (bytes += count));
    for await (const piece of cutInput(counted.input, reading)) yield { piece, bytes };
    if (counted.streamed() !== records[i]?.bytes && counted.streamedOnly()) {
      const place = { file: input.name, entry: null, offset: null };
      throw new InputError(
        'Cannot trust what was read as an input must not change meanwhile: its size did',
        place,
      );
    }
  }
}

/** An input that counts the bytes read of it. Archives are read by range, so that their stream says nothing. */
function countBytes(input: Input, onBytes: (count: number) => void) {
  let streamed = 0;
  let ranges = 0;
  const counted: Input = {
    name: input.name,
    size: input.size,
    async *stream(signal) {
      for await (const chunk of input.stream(signal)) {
        streamed += chunk.length;
        onBytes(chunk.length);
        yield chunk;
      }
    },
    async read(start, end) {
      const chunk = await input.read(start, end);
      ranges++;
      onBytes(chunk.length);
      return chunk;
    },
  };
  return { input: counted, streamed: () => streamed, streamedOnly: () => ranges === 0 };
}
