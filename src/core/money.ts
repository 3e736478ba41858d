/** VND to the dollar. */
export const VND_PER_USD = 24_000;

/** Dollars of a whole number of VND, to the cent, half a cent up. */
export function toUsd(vnd: number): number {
  return Math.floor((vnd + 120) / 240) / 100;
}
