/** What the id of a job looks like: milliseconds since 1970-01-01T00:00Z in base 36, and random digits. */
export const JOB_ID = /^[0-9a-z]{9}-[0-9a-f]{8}$/;

/**
 * Makes ids that rise, also within a millisecond and where the clock is set back, after `last` where there are jobs. `random`
 * draws 32 bits.
 */
export function jobIds(now: () => Date, random: () => number, last?: string): () => string {
  let newest = last === undefined ? 0 : Number.parseInt(last.slice(0, 9), 36);
  return () => {
    newest = Math.max(now().getTime(), newest + 1);
    return `${newest.toString(36).padStart(9, '0')}-${(random() >>> 0).toString(16).padStart(8, '0')}`;
  };
}

/** 32 random bits, as good as the platform has them. */
export function randomBits(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}

/** A seed that nobody asked for: from 0 to 2^31 - 1, so that it is short and fits everywhere. */
export function randomSeed(): number {
  return randomBits() >>> 1;
}
