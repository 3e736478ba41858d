import type { Storage } from '../storage/storage.ts';
import { readSnapshot, type Snapshot } from './log.ts';
import { removeAll } from './publication.ts';

/** A version is kept as long as it is one of the newest, or was the newest one at some time within the last days. */
export const RETENTION = { days: 7, versions: 10 } as const;

const HOUR = 3_600_000;

/**
 * The oldest version that is kept: all after it are kept, too. `times` says from when each version was there, in milliseconds since
 * 1970-01-01T00:00Z, none less than the one before.
 */
export function keptFrom(times: readonly number[], now: Date): number {
  const since = now.getTime() - RETENTION.days * 24 * HOUR;
  let oldest = Math.max(0, times.length - RETENTION.versions);
  while (oldest > 0 && (times[oldest] as number) > since) oldest--;
  return oldest;
}

/** The oldest version that a table keeps. */
export function oldestKept({ history }: Snapshot, now: Date): number {
  return keptFrom(
    history.map(({ time }) => time),
    now,
  );
}

/** Says which versions are kept. */
export function describeKept(oldest: number, newest: number): string {
  return oldest === newest ? `only ${newest} is kept` : `${oldest} to ${newest} are kept`;
}

/**
 * Removes the data files that only versions have which have not been kept for an hour, so that questions about them come to their
 * end. Files that the log does not name, or of which it does not say when they left, stay. Returns the paths that were removed.
 * Others may write to the table meanwhile.
 */
export async function expire(storage: Storage, table: string, now: Date): Promise<string[]> {
  const { history, tombstones } = await readSnapshot(storage, table);
  const then = new Date(now.getTime() - HOUR);
  const times = history.map(({ time }) => time).filter((time) => time <= then.getTime());
  const oldest = keptFrom(times, then);
  const gone = new Set<string>();
  for (const [path, version] of tombstones) {
    // It was part of the version before that one, and of none since.
    if (version <= oldest && Number.isFinite(times[version])) gone.add(`${table}/${path}`);
  }
  if (gone.size === 0) return [];
  const paths = (await storage.list(table)).map(({ path }) => path).filter((path) => gone.has(path));
  await removeAll(storage, paths);
  return paths;
}
