import { eachPiece } from './each-piece.ts';
import type { Executor } from './executor.ts';
import type { TransformOptions } from './options.ts';
import { PieceIndex } from './piece-index.ts';
import { pieceId } from './pieces.ts';
import type { InputCut } from './cut-inputs.ts';

export interface MapInputsOptions {
  options: TransformOptions;
  /** Events that pass between stages at once. */
  chunkSize: number;
  /** Is told how many bytes of the inputs and how many events are read. */
  onPiece: (bytes: number, events: number) => void;
  signal?: AbortSignal | undefined;
}

/** Maps all pieces of the inputs to their spills. Memory: see `eachPiece`. @throws {InputError} the first in the order of the inputs */
export async function mapInputs(
  cuts: AsyncIterable<InputCut>,
  executor: Executor,
  { options, chunkSize, onPiece, signal }: MapInputsOptions,
): Promise<PieceIndex> {
  const index = new PieceIndex();
  const mapped = eachPiece(cuts, executor, ({ index: number, again, piece, state }) => {
    const id = again ? `${pieceId(number)}-again` : pieceId(number);
    return executor.run('map', { id, piece, state, options, chunkSize }, { signal });
  });
  for await (const { result, bytes } of mapped) {
    index.add(result.summary);
    onPiece(bytes, index.counts.read);
  }
  return index;
}
