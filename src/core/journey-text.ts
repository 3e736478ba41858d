/** Steps of a journey that an event row shows. */
export const SHOWN_STEPS = 1000;

/** Names are joined this many at a time, as a list of all of them would be larger than the text. */
const JOINED = 65_536;

/** Types joined with `,`; a journey of more than `limit` steps is cut there and ends in `,...`. */
export function journeyText(
  types: readonly string[],
  steps: Uint32Array,
  limit = Number.POSITIVE_INFINITY,
): string {
  const shown = steps.subarray(0, Math.min(steps.length, limit));
  const parts: string[] = [];
  for (let start = 0; start < shown.length; start += JOINED) {
    parts.push(Array.from(shown.subarray(start, start + JOINED), (step) => types[step] as string).join(','));
  }
  if (steps.length > shown.length) parts.push('...');
  return parts.join(',');
}

/**
 * The whole of a journey as UTF-8: of a journey of millions of steps this is the one copy that has to be in memory, where text
 * would be made of many.
 */
export function journeyBytes(types: readonly string[], steps: Uint32Array): Uint8Array {
  const encoder = new TextEncoder();
  const names = types.map((type) => encoder.encode(`${type},`));
  let length = 0;
  for (const step of steps) length += (names[step] as Uint8Array).length;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const step of steps) {
    const name = names[step] as Uint8Array;
    bytes.set(name, at);
    at += name.length;
  }
  return bytes.subarray(0, Math.max(0, length - 1));
}
