/** Steps of a journey that an event row shows. */
export const SHOWN_STEPS = 1000;

/** Types joined with `,`; a journey of more than `limit` steps is cut there and ends in `,...`. */
export function journeyText(
  types: readonly string[],
  steps: Uint32Array,
  limit = Number.POSITIVE_INFINITY,
): string {
  const shown = Math.min(steps.length, limit);
  const names: string[] = [];
  for (let i = 0; i < shown; i++) names.push(types[steps[i] as number] as string);
  if (steps.length > shown) names.push('...');
  return names.join(',');
}
