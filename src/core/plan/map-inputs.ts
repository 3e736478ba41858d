import { eachPiece } from './each-piece.ts';
import type { Executor } from './executor.ts';
import type { TransformOptions } from './options.ts';
import { pieceId, type SpilledPiece } from './pieces.ts';
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
): Promise<SpilledPiece[]> {
  const summaries: SpilledPiece[] = [];
  let read = 0;
  const mapped = eachPiece(cuts, executor, ({ index, again, piece, state }) => {
    const id = again ? `${pieceId(index)}-again` : pieceId(index);
    return executor.run('map', { id, piece, state, options, chunkSize }, { signal });
  });
  for await (const { result, bytes } of mapped) {
    summaries.push(result.summary);
    onPiece(bytes, (read += result.summary.counts.read));
  }
  return summaries;
}
