import { type Gunzip, gunzip as portableGunzip } from '../sources/gunzip.ts';
import type { Storage } from '../storage/storage.ts';
import { FAULT_KINDS } from '../truth.ts';
import { buildKey, type KnownFault } from './score/key.ts';
import { notesOn } from './score/notes.ts';
import { type Generated, readScoredRun } from './score/run.ts';
import { matchSides, type SideLines } from './score/sides.ts';
import { matchTable, type OtherRows } from './score/table.ts';
import { readTruth } from './score/truth.ts';
import type { KindScore, Score, UntouchedScore } from './score/result.ts';
import { judge, type WrongVerdict } from './score/verdict.ts';

export interface ScoreOptions {
  /** What errors call the file of the truth. @default 'truth.ndjson.gz' */
  name?: string;
  /** What the generator says of its run; without it untouched events are not checked. @default null */
  generated?: Generated | null;
  /** How many examples are kept of what is wrong in a kind. @default 5 */
  examples?: number;
  /** @default the portable one */
  gunzip?: Gunzip;
  /** Ends the score with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Compares what a transform wrote with the truth about its input, the bytes of a truth.ndjson.gz. Memory: about 200 bytes a
 * fault, 1 KB a conflict, 8 bytes a row of the sessions of late and out-of-order events, a row group, and with `generated` 37
 * bytes an event.
 *
 * @throws {Error} where the truth or the output is broken, or the run had more than one input
 */
export async function score(
  output: Storage,
  truth: AsyncIterable<Uint8Array>,
  options: ScoreOptions = {},
): Promise<Score> {
  const {
    name = 'truth.ndjson.gz',
    generated = null,
    examples = 5,
    gunzip = portableGunzip,
    signal,
  } = options;
  const run = await readScoredRun(output);
  const key = await buildKey(readTruth(truth, name, gunzip), name, run.timeZone);
  const sides = await matchSides(output, key, { gunzip, examples, signal });
  const expected = generated?.count == null ? null : generated.count - key.byId.size;
  const countOthers = expected !== null && expected >= 0;
  const others = await matchTable(output, key, { timeZone: run.timeZone, countOthers, signal });

  const kinds = scoreKinds(key.byId.values(), judge(key), sides, run.duplicates, examples);
  const untouched = others === null || expected === null ? null : untouchedOf(others, expected);
  const perfect =
    kinds.every(isPerfect) &&
    sides.unexpected.count === 0 &&
    (untouched === null || (untouched.kept === untouched.expected && others?.rows === untouched.expected));
  const result: Score = { perfect, kinds, untouched, unexpected: sides.unexpected, notes: [] };
  result.notes = notesOn(result, { key, run, generated });
  return result;
}

function scoreKinds(
  faults: Iterable<KnownFault>,
  verdictOn: (fault: KnownFault) => WrongVerdict | null,
  { claimed: lines }: SideLines,
  dropped: number,
  mostExamples: number,
): KindScore[] {
  const tallies = new Map(
    FAULT_KINDS.map((kind) => [kind, { injected: 0, found: 0, rows: 0, examples: [] as WrongVerdict[] }]),
  );
  for (const fault of faults) {
    const tally = tallies.get(fault.kind)!;
    tally.injected++;
    tally.rows += fault.rows;
    const wrong = verdictOn(fault);
    if (wrong === null) tally.found++;
    else if (tally.examples.length < mostExamples) tally.examples.push(wrong);
  }
  return [...tallies].map(([kind, { injected, found: right, rows, examples }]) => {
    const isMoved = kind === 'late' || kind === 'out_of_order';
    const claimed = isMoved ? rows : kind === 'duplicate' ? dropped : (lines.get(kind) ?? 0);
    const found = kind === 'duplicate' ? Math.min(right, dropped) : right;
    const precision = injected === 0 ? null : claimed === 0 ? 1 : found / claimed;
    const recall = injected === 0 ? null : found / injected;
    return { kind, injected, found, claimed, precision, recall, examples };
  });
}

function untouchedOf({ kept, repeated, misplaced }: OtherRows, expected: number): UntouchedScore {
  return { expected, kept, repeated, misplaced };
}

function isPerfect({ injected, claimed, precision, recall }: KindScore): boolean {
  return injected === 0 ? claimed === 0 : precision === 1 && recall === 1;
}
