import type { JobRecord, JobResult } from './job.ts';

/** Entries of a log that lie in one file. */
export const SEGMENT = 128;

/** Entries of a log as they were found, and what came of the job where one of them says that it succeeded. */
export interface LogPart {
  records: JobRecord[];
  result: JobResult | null;
}

/** The place, from 0, of the segment that has an entry. */
export function segmentOf(number: number): number {
  return Math.floor((number - 1) / SEGMENT);
}

/** Lines of JSON, one an entry; the one that says that the job succeeded says with what result. */
export function formatSegment(records: readonly JobRecord[], result: JobResult | null): string {
  return records
    .map((record) => `${JSON.stringify(record.state === 'succeeded' ? { ...record, result } : record)}\n`)
    .join('');
}

/** The entries of a segment up to the first that is torn or out of place: what comes after it cannot be trusted. */
export function parseSegment(text: string, segment: number): LogPart {
  const part: LogPart = { records: [], result: null };
  for (const line of text.split('\n')) {
    const stored = parseLine(line);
    if (stored?.number !== segment * SEGMENT + part.records.length + 1) break;
    const { result = null, ...record } = stored;
    part.records.push(record);
    if (record.state === 'succeeded') part.result = result;
  }
  return part;
}

function parseLine(line: string): (JobRecord & { result?: JobResult | null }) | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is JobRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { number, at, state, attempt, counts } = value as Partial<Record<keyof JobRecord, unknown>>;
  return (
    typeof number === 'number' &&
    typeof at === 'number' &&
    typeof state === 'string' &&
    typeof attempt === 'number' &&
    typeof counts === 'object' &&
    counts !== null
  );
}
