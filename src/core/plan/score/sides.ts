import type { Gunzip } from '../../sources/gunzip.ts';
import type { RefusalCode } from '../../stages/refusal.ts';
import type { Storage } from '../../storage/storage.ts';
import type { FaultKind } from '../../truth.ts';
import type { AnswerKey } from './key.ts';
import { readLines } from './lines.ts';

/** A refused element that nobody broke, or that is refused for what nobody did to it. */
export interface UnexpectedLine {
  file: string;
  /** In `file`, from 1. */
  line: number;
  code: string;
  field: string | null;
  offset: number | null;
}

/** What quarantine.ndjson.gz and conflicts.ndjson.gz claim. */
export interface SideLines {
  /** Lines by the kind of fault that their code stands for. */
  claimed: Map<FaultKind, number>;
  unexpected: { count: number; examples: UnexpectedLine[] };
}

const QUARANTINE = 'quarantine.ndjson.gz';
const CONFLICTS = 'conflicts.ndjson.gz';

/** The kinds of faults that codes stand for; any other code is none of what is done on purpose. */
export const KINDS_OF_CODES: ReadonlyMap<string, FaultKind> = new Map<RefusalCode | 'conflict', FaultKind>([
  ['out_of_range_timestamp', 'future'],
  ['missing_field', 'missing_field'],
  ['bad_timestamp', 'missing_field'],
  ['wrong_type', 'wrong_type'],
  ['malformed_json', 'malformed_json'],
  ['conflict', 'conflict'],
]);

/**
 * Notes at every fault of the key the line that its element has in quarantine or conflicts, by its offset.
 *
 * @throws {Error} naming file and line, where a file is broken, or lines come from more than one text
 */
export async function matchSides(
  output: Storage,
  key: AnswerKey,
  { gunzip, examples, signal }: { gunzip: Gunzip; examples: number; signal?: AbortSignal | undefined },
): Promise<SideLines> {
  const sides: SideLines = { claimed: new Map(), unexpected: { count: 0, examples: [] } };
  const sources = new Set<string>();
  for (const file of [QUARANTINE, CONFLICTS]) {
    if (file === CONFLICTS && (await output.stat(file)) === undefined) continue;
    for await (const { line, value } of readLines(output.readStream(file), file, gunzip)) {
      signal?.throwIfAborted();
      const { code, field, offset } = value;
      if (typeof code !== 'string' || !isTextOrNull(field) || !isNumberOrNull(offset))
        throw new Error(
          `Cannot read ${file} as a line must have code, field and offset: line ${line} has not`,
        );
      sources.add(JSON.stringify([value['file'], value['entry']]));
      if (sources.size > 1)
        throw new Error(
          `Cannot score as all events must come from one text, or the truth's offsets mean nothing: ${file} names ${[...sources].join(' and ')}`,
        );
      const kind = KINDS_OF_CODES.get(code);
      if (kind !== undefined) sides.claimed.set(kind, (sides.claimed.get(kind) ?? 0) + 1);
      const fault = offset === null ? undefined : key.byOffset.get(offset);
      const isKnown = fault !== undefined && fault.line === null;
      if (isKnown) fault.line = { code, field };
      if (isKnown && kind !== undefined) continue;
      if (sides.unexpected.count++ < examples)
        sides.unexpected.examples.push({ file, line, code, field, offset });
    }
  }
  return sides;
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function isNumberOrNull(value: unknown): value is number | null {
  return value === null || typeof value === 'number';
}
