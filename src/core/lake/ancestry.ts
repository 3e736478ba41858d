import type { Action } from './actions.ts';

/** What a version of a table says of those before it. */
export interface Ancestry {
  /** Milliseconds since 1970-01-01T00:00Z from which the version is there; -Infinity where no entry so far says it. */
  time: number;
  /** The version whose rows it still has, all of them; undefined where it took rows away, or is the first. */
  base: number | undefined;
}

/**
 * From when the version of an entry is there, in milliseconds since 1970-01-01T00:00Z: one that states no time, or an earlier one
 * than the version before it, is there from the time of that one.
 */
export function timeAfter(previous: number | undefined, actions: readonly Action[]): number {
  const stated = actions.find(({ commitInfo }) => commitInfo)?.commitInfo?.timestamp;
  return Math.max(
    previous ?? Number.NEGATIVE_INFINITY,
    typeof stated === 'number' ? stated : Number.NEGATIVE_INFINITY,
  );
}

/** What an entry says of the versions before it, of which there are some or none. */
export function ancestryOf(actions: readonly Action[], before: readonly Ancestry[]): Ancestry {
  const info = actions.find(({ commitInfo }) => commitInfo)?.commitInfo;
  const time = timeAfter(before.at(-1)?.time, actions);
  if (info?.operation === 'RESTORE') {
    const { version } = (info['operationParameters'] ?? {}) as { version?: unknown };
    const restored = version === undefined || version === null ? Number.NaN : Number(version);
    return { time, base: Number.isInteger(restored) && before[restored] ? restored : undefined };
  }
  // Files that are only arranged anew are removed without a change of data.
  const isLess = actions.some(({ remove }) => remove?.dataChange ?? false);
  return { time, base: isLess || before.length === 0 ? undefined : before.length - 1 };
}
