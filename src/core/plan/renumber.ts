/**
 * Numbers what occurs in `numbers` anew, 0, 1, 2 ... in the order of first occurrence: `seen[locals[i]] === numbers[i]`.
 * `scratch` has an entry for every number that can occur, with anything in it.
 */
export function renumber(
  numbers: Uint32Array,
  scratch: Uint32Array,
): { seen: number[]; locals: Uint32Array } {
  const seen: number[] = [];
  const locals = new Uint32Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] as number;
    if (seen[scratch[number] as number] !== number) scratch[number] = seen.push(number) - 1;
    locals[i] = scratch[number] as number;
  }
  return { seen, locals };
}
