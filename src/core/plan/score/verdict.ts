import { formatTimestamp } from '../../time/timestamp.ts';
import type { FaultKind } from '../../truth.ts';
import type { AnswerKey, FoundPlace, KnownFault, RightPlace } from './key.ts';
import { KINDS_OF_CODES } from './sides.ts';

/** A fault that was not dealt with as it should be. */
export interface WrongVerdict {
  event_id: string;
  /** What should have become of the event. */
  expected: string;
  /** What became of it. */
  found: string;
}

/**
 * Makes the function that judges one fault after another, null where all is right:
 *
 * - duplicate: the table has the id once, and its copy is nowhere
 * - conflict: the copy is in conflicts at its offset, and the table has the id once, with the original payload
 * - future, missing_field, wrong_type, malformed_json: the element is in quarantine at its offset with the code and field that
 *   belong to its kind, and the table has not got the id
 * - late, out_of_order: the table has the id once, at the original's time to the millisecond, in the partition of its date, and as
 *   `event_sequence_num` 1 and the session's rows before it; among rows of the same microsecond any order is right
 *
 * Sorts the times of the key's sessions.
 */
export function judge(key: AnswerKey): (fault: KnownFault) => WrongVerdict | null {
  for (const times of key.sessions.values()) times.sort((a, b) => a - b);
  return (fault) => {
    const expected = expectedOf(fault, key);
    return expected === null ? null : { event_id: fault.event_id, expected, found: foundOf(fault) };
  };
}

/** What should have become of an event, or null where it has. */
function expectedOf(fault: KnownFault, key: AnswerKey): string | null {
  const { kind, offset, line, rows, changed, place } = fault;
  if (kind === 'duplicate') {
    return rows === 1 && line === null ? null : `once in the table, its copy at byte ${offset} dropped`;
  }
  if (kind === 'conflict') {
    const isRight = rows === 1 && changed === null && line?.code === 'conflict';
    return isRight ? null : `once in the table as it was, its copy at byte ${offset} a conflict`;
  }
  if (place !== null) return rightPlace(fault, place, key.sessions.get(place.session_id) ?? []);
  const isRight =
    rows === 0 && line !== null && KINDS_OF_CODES.get(line.code) === kind && isField(fault, line);
  return isRight ? null : `refused at byte ${offset} as ${refusalOf(kind, fault.field)}`;
}

function isField({ kind, field }: KnownFault, line: { code: string; field: string | null }): boolean {
  if (kind === 'future') return line.field === 'timestamp' || line.field === 'timestamp_unix';
  if (kind === 'missing_field')
    return line.field === field && (line.code === 'missing_field' || field === 'timestamp');
  if (kind === 'wrong_type') return line.field === field || line.field?.startsWith(`${field}[`) === true;
  return true;
}

function refusalOf(kind: FaultKind, field: string | null): string {
  if (kind === 'future') return 'out_of_range_timestamp';
  if (kind === 'malformed_json') return kind;
  return `${kind === 'missing_field' && field === 'timestamp' ? 'bad_timestamp' : kind} ${field}`;
}

function rightPlace(
  { rows, line, found }: KnownFault,
  place: RightPlace,
  times: readonly number[],
): string | null {
  const micros = found?.timestamp ?? place.timestamp_unix * 1000;
  const [first, last] = [countBelow(times, micros) + 1, countBelow(times, micros + 1)];
  const isRight = rows === 1 && line === null && found !== null && isAt(found, place, first, last);
  if (isRight) return null;
  const time = formatTimestamp(place.timestamp_unix * 1000);
  return `once in the table, at ${time}, in date=${place.date}, number ${first} of its session`;
}

function isAt(found: FoundPlace, place: RightPlace, first: number, last: number): boolean {
  const { timestamp, timestamp_unix, session_id, date, event_sequence_num } = found;
  return (
    timestamp_unix === place.timestamp_unix &&
    Math.floor(timestamp / 1000) === place.timestamp_unix &&
    session_id === place.session_id &&
    date === place.date &&
    event_sequence_num >= first &&
    event_sequence_num <= last
  );
}

/** How many of sorted times lie before one. */
function countBelow(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function foundOf({ kind, line, rows, found, changed }: KnownFault): string {
  const table =
    rows === 0 ? 'not in the table' : rows === 1 ? 'once in the table' : `${rows} times in the table`;
  const words = [table];
  if (changed !== null) words.push(`with another ${changed}`);
  if (found !== null) {
    const time = formatTimestamp(found.timestamp);
    words.push(`at ${time}`, `in date=${found.date}`, `number ${found.event_sequence_num} of its session`);
    if (Math.floor(found.timestamp / 1000) !== found.timestamp_unix)
      words.push(`timestamp_unix ${formatTimestamp(found.timestamp_unix * 1000)}`);
  }
  if (line !== null)
    words.push(
      line.code === 'conflict' ? 'a conflict' : `refused as ${line.code} ${line.field ?? ''}`.trimEnd(),
    );
  else if (kind === 'conflict') words.push('no conflict');
  else if (kind !== 'duplicate' && found === null) words.push('not refused');
  return words.join(', ');
}
