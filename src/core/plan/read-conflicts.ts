import { eachPiece } from './each-piece.ts';
import type { Executor } from './executor.ts';
import type { TransformOptions } from './options.ts';
import type { InputCut } from './cut-inputs.ts';

export interface ConflictsOptions {
  /** File of the rows that are dropped. */
  drops: string;
  options: TransformOptions;
  signal?: AbortSignal | undefined;
}

/**
 * The lines of conflicts.ndjson.gz: the raw text of every event whose id came before with another event, in input order. The
 * inputs are read a second time for them, as rows do not keep their text. Memory: see `eachPiece`, and the lines of its pieces.
 */
export async function* readConflicts(
  cuts: AsyncIterable<InputCut>,
  executor: Executor,
  { drops, options, signal }: ConflictsOptions,
): AsyncGenerator<string> {
  const pieces = eachPiece(cuts, executor, ({ index, piece, state }) =>
    executor.run('conflicts', { index, piece, state, drops, options }, { signal }),
  );
  for await (const { result } of pieces) if (result.lines !== '') yield result.lines;
}
