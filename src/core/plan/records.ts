/** Buckets that ids and sessions are hashed into. Tasks take runs of neighbours, so results never depend on it. */
export const BUCKETS = 64;

/** 32-bit words of an id record: four of the id's hash, two of the event's fingerprint, the row, one spare. */
export const ID_WORDS = 8;

/** Bytes of an id record. */
export const ID_BYTES = ID_WORDS * 4;

/** 64-bit slots of an event record. */
export const EVENT_SLOTS = 8;

/** Bytes of an event record. */
export const EVENT_BYTES = EVENT_SLOTS * 8;

/** Where the doubles of an event record stand, counted in 64-bit slots. */
export const SLOT = { time: 0, product: 1, price: 2, amount: 3, customer: 4 } as const;

/** Where the words of an event record stand, counted in 32-bit words. */
export const WORD = { session: 10, type: 11, quantity: 12, source: 13, device: 14, row: 15 } as const;

/** 32-bit words of a session record: four of the session_id's hash. */
export const SESSION_WORDS = 4;

/** The bucket of the 128-bit hash at `hashes[at..at+3]`. */
export function bucketOf(hashes: Uint32Array, at: number): number {
  return (hashes[at + 3] as number) >>> 26;
}

/** How many there are in each bucket, and where each goes so that buckets stand in order and keep their own order. */
export function sortByBucket(buckets: Uint8Array): { counts: number[]; places: Uint32Array } {
  const counts: number[] = Array.from({ length: BUCKETS }, () => 0);
  for (const bucket of buckets) (counts[bucket] as number)++;
  const next = new Uint32Array(BUCKETS);
  for (let bucket = 1; bucket < BUCKETS; bucket++)
    next[bucket] = (next[bucket - 1] as number) + (counts[bucket - 1] as number);
  const places = new Uint32Array(buckets.length);
  for (let i = 0; i < buckets.length; i++) places[i] = (next[buckets[i] as number] as number)++;
  return { counts, places };
}

/** The sum of counts[from, to). */
export function total(counts: readonly number[], from = 0, to = counts.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += counts[i] as number;
  return sum;
}
