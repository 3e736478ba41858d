import type { FaultKind } from '../../truth.ts';
import type { AnswerKey } from './key.ts';
import type { Generated, ScoredRun } from './run.ts';
import type { Score } from './result.ts';

/** What a score was made of. */
export interface ScoreBasis {
  key: AnswerKey;
  run: ScoredRun;
  generated: Generated | null;
}

/** Sentences that say why a score is what it is, as far as that can be told, and what was not checked. */
export function notesOn(score: Score, { key, run, generated }: ScoreBasis): string[] {
  const notes: string[] = [];
  if (score.untouched === null) notes.push(uncheckedNote(generated));
  if (score.perfect) return notes;
  const injected = (kind: FaultKind) => score.kinds.find((entry) => entry.kind === kind)?.injected ?? 0;

  const future = score.kinds.find(({ kind }) => kind === 'future');
  if (future !== undefined && future.found < future.injected && !run.hasLimit)
    notes.push(
      `Nothing told the transform when the stream ended: transform with --not-after ${generated?.until ?? '<end of the stream>'}`,
    );
  const found = key.byId.values().flatMap((fault) => (fault.found === null ? [] : [fault.found]));
  if (found.some(({ timestamp, timestamp_unix }) => Math.floor(timestamp / 1000) !== timestamp_unix))
    notes.push(
      `Events lie at another time than their timestamp_unix says: transform with --time-zone ${generated?.timeZone ?? '<zone of the generator>'}`,
    );
  const duplicates = score.kinds.find(({ kind }) => kind === 'duplicate');
  if (duplicates !== undefined && duplicates.found !== duplicates.claimed)
    notes.push(
      `run.json counts ${duplicates.claimed} dropped duplicates, ${duplicates.found} of them in the truth`,
    );
  for (const [kind, count] of generated?.faults ?? []) {
    if (count !== injected(kind))
      notes.push(`generate.json counts ${count} ${kind}, the truth has ${injected(kind)}`);
  }
  if (generated?.elements != null && generated.elements !== run.read)
    notes.push(`generate.json counts ${generated.elements} elements, the transform has read ${run.read}`);
  if (
    run.sha256 !== null &&
    generated !== null &&
    generated.hashes.length > 0 &&
    !generated.hashes.includes(run.sha256)
  )
    notes.push('The input of the transform is not the file that was generated: offsets may mean nothing');
  return notes;
}

function uncheckedNote(generated: Generated | null): string {
  const problem =
    generated === null
      ? 'there is no generate.json beside the truth'
      : generated.count === null
        ? 'generate.json says no options.count'
        : 'generate.json counts fewer events than the truth has faults';
  return `Untouched events are not checked: ${problem}`;
}
