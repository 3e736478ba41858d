/** Whether a value has more than `limit` levels of brackets. */
export function isDeep(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key];
    if (typeof member === 'object' && member !== null && isDeep(member, limit - 1)) return true;
  }
  return false;
}

/** The number of opening brackets in a text, or `enough` when there are as many: too few rule out a deep value. */
export function countBrackets(text: string, enough: number): number {
  let count = 0;
  for (const bracket of ['[', '{']) {
    for (let at = text.indexOf(bracket); at !== -1 && count < enough; at = text.indexOf(bracket, at + 1))
      count++;
  }
  return count;
}
