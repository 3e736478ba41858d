import { readSnapshot } from '../core/lake/log.ts';
import { EVENTS, zoneOf } from '../core/plan/events-table.ts';
import type { Storage } from '../core/storage/storage.ts';
import { openZone, type Zone } from '../core/time/zone.ts';

/**
 * Opens something for the zone that is wanted, else for that of the table of events, UTC where it says none, and returns what gives
 * it. A data folder without a table has no zone yet: until there is one, each call looks, and opens anew where it is another. What
 * was opened before stays open for those who use it.
 */
export async function inTableZone<Value>(
  storage: Storage,
  wanted: string | undefined,
  open: (zone: Zone) => Value,
): Promise<() => Promise<Value>> {
  if (wanted !== undefined) {
    const fixed = open(openZone(wanted));
    return async () => fixed;
  }
  let { zone, isThere } = await findZone(storage);
  let value = open(openZone(zone));
  return async () => {
    if (isThere) return value;
    // A log that cannot be read is told by whoever reads the table.
    const found = await findZone(storage).catch(() => ({ zone, isThere }));
    // Another call may have been first.
    if (isThere) return value;
    if (found.zone !== zone) value = open(openZone(found.zone));
    ({ zone, isThere } = found);
    return value;
  };
}

async function findZone(storage: Storage): Promise<{ zone: string; isThere: boolean }> {
  const snapshot = await readSnapshot(storage, EVENTS);
  return { zone: zoneOf(snapshot) ?? 'UTC', isThere: snapshot.version >= 0 };
}
