import { InputError } from '../errors.ts';
import type { Batch } from '../event.ts';
import type { RawEvent } from '../raw.ts';
import type { Gunzip } from '../sources/gunzip.ts';
import type { Input } from '../sources/input.ts';
import { readPieces } from '../sources/read-pieces.ts';
import type { CleanOptions } from '../stages/clean.ts';
import type { Storage } from '../storage/storage.ts';
import { mapPiece, type PieceSummary } from './map-piece.ts';
import type { InputRecord } from './options.ts';
import { pieceId, spillPath } from './pieces.ts';
import { once } from './task.ts';

/** How inputs are read, with no bearing on what they are read as. */
export interface ReadInputsOptions {
  gunzip?: Gunzip | undefined;
  /** Bytes of a piece. */
  pieceBytes?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** A piece of the inputs as it was read. */
export interface InputPiece {
  /** Counted over all inputs. */
  piece: number;
  events: Batch<RawEvent>;
  /** Bytes of the inputs read so far. */
  bytes: number;
}

/**
 * Reads inputs piece by piece, in order. The records say what they were when they were hashed.
 *
 * @throws {InputError} when an input cannot be read to its end, or has changed since it was hashed
 */
export async function* readInputs(
  inputs: readonly Input[],
  records: readonly InputRecord[],
  options: ReadInputsOptions,
): AsyncGenerator<InputPiece> {
  const { gunzip, pieceBytes, signal } = options;
  const reading = { ...(gunzip && { gunzip }), ...(pieceBytes && { pieceBytes }), ...(signal && { signal }) };
  let piece = 0;
  let bytes = 0;
  for (const [i, input] of inputs.entries()) {
    const counted = countBytes(input, (count) => (bytes += count));
    for await (const { events } of readPieces(counted.input, reading))
      yield { piece: piece++, events, bytes };
    if (counted.streamed() !== records[i]?.bytes && counted.streamedOnly()) {
      const place = { file: input.name, entry: null, offset: null };
      throw new InputError(
        'Cannot trust what was read as an input must not change meanwhile: its size did',
        place,
      );
    }
  }
}

/** Reads all inputs and maps each piece of them to its spill. Memory: two pieces. */
export async function mapInputs(
  pieces: AsyncIterable<InputPiece>,
  temp: Storage,
  clean: CleanOptions,
  chunkSize: number,
  onPiece: (bytes: number, events: number) => void,
): Promise<PieceSummary[]> {
  const summaries: PieceSummary[] = [];
  let read = 0;
  for await (const { piece, events, bytes } of pieces) {
    const summary = await once(temp, pieceId(piece), async () => {
      const mapped = mapPiece(events, clean, chunkSize);
      await temp.write(spillPath(piece), mapped.spill, { durable: false });
      return mapped.summary;
    });
    summaries.push(summary);
    onPiece(bytes, (read += summary.counts.read));
  }
  return summaries;
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
