import { LONGEST_SESSION } from './clock.ts';
import type { Plan } from './plan.ts';
import type { Shop } from './shop.ts';

/** The plan of the earlier session whose customer comes back in this one, which is over by then; null without one. */
export function earlierOf({ index, earlier }: Plan, { plans, rhythm }: Shop): Plan | null {
  if (earlier < 0 || rhythm.start(index) - rhythm.start(earlier) <= LONGEST_SESSION) return null;
  return plans.of(earlier);
}

/** The first session of the chain in which one customer comes back. */
export function rootOf(plan: Plan, shop: Shop): number {
  let root = plan;
  for (let before = earlierOf(root, shop); before !== null; before = earlierOf(root, shop)) root = before;
  return root.index;
}
