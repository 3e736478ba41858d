import type { Snapshot } from './log.ts';

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
