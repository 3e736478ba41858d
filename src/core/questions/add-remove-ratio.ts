import { ratio } from '../aggregates/sums.ts';

/** How many adds there are to a remove, to two decimals; the number of adds where nothing was removed. */
export function addRemoveRatio(adds: number, removes: number): number {
  const quotient = ratio(adds, removes);
  return quotient === null ? adds : Math.round(quotient * 100) / 100;
}
