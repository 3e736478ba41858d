import type { Arena } from '../columns/arena.ts';

/**
 * Numbers what occurs in `numbers` anew, 0, 1, 2 ... in the order of first occurrence: `seen[locals[i]] === numbers[i]`.
 * `scratch` has an entry for every number that can occur, with anything in it. What is returned is the arena's.
 */
export function renumber(
  numbers: Uint32Array,
  scratch: Uint32Array,
  arena: Arena,
): { seen: Uint32Array; locals: Uint32Array } {
  const seen = arena.words(numbers.length);
  const locals = arena.words(numbers.length);
  let count = 0;
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] as number;
    let local = scratch[number] as number;
    if (local >= count || seen[local] !== number) {
      scratch[number] = local = count;
      seen[count++] = number;
    }
    locals[i] = local;
  }
  return { seen: seen.subarray(0, count), locals };
}
