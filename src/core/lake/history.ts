import type { Action } from './actions.ts';
import type { Snapshot } from './log.ts';

/** What a version of a table says of those before it. */
export interface Ancestry {
  /** Milliseconds since 1970-01-01T00:00Z from which the version is there; -Infinity where no entry so far says it. */
  time: number;
  /** The version whose rows it still has, all of them; undefined where it took rows away, or is the first. */
  base: number | undefined;
}

/** What an entry says of the versions before it, of which there are some or none. */
export function ancestryOf(actions: readonly Action[], before: readonly Ancestry[]): Ancestry {
  const info = actions.find(({ commitInfo }) => commitInfo)?.commitInfo;
  const stated = typeof info?.timestamp === 'number' ? info.timestamp : Number.NEGATIVE_INFINITY;
  const time = Math.max(stated, before.at(-1)?.time ?? Number.NEGATIVE_INFINITY);
  if (info?.operation === 'RESTORE') {
    const { version } = (info['operationParameters'] ?? {}) as { version?: unknown };
    const restored = version === undefined || version === null ? Number.NaN : Number(version);
    return { time, base: Number.isInteger(restored) && before[restored] ? restored : undefined };
  }
  // Files that are only arranged anew are removed without a change of data.
  const isLess = actions.some(({ remove }) => remove && remove.dataChange !== false);
  return { time, base: isLess || before.length === 0 ? undefined : before.length - 1 };
}

/**
 * Whether all rows of a transaction are still in the table: it was committed, and no version that took rows away has come since, or
 * a version from before that one was restored. What is not held may be committed again, as `nextTransaction` says.
 */
export function isHeld({ version, history, committedIn }: Snapshot, appId: string): boolean {
  const versions = new Set(committedIn.get(appId));
  for (let at: number | undefined = version; at !== undefined && at >= 0; at = history[at]?.base) {
    if (versions.has(at)) return true;
  }
  return false;
}

/** The transaction that an application commits next: the first has version 1. */
export function nextTransaction(
  { transactions }: Snapshot,
  appId: string,
): { appId: string; version: number } {
  return { appId, version: (transactions.get(appId) ?? 0) + 1 };
}

/** The values that a tag has on the files of a table. */
export function tagValues({ files }: Snapshot, tag: string): Set<string> {
  const values = new Set<string>();
  for (const { tags } of files.values()) {
    const value = tags?.[tag];
    if (typeof value === 'string') values.add(value);
  }
  return values;
}
