import type { Product } from '../../catalog/product.ts';
import { Draws } from '../../random/draws.ts';
import { Browsing } from './browsing.ts';
import { Cart, type Untimed } from './cart.ts';
import { buy, cancel, LATER, leave } from './checkout.ts';
import { sessionTimes } from './clock.ts';
import { earlierOf } from './chain.ts';
import type { Kind } from './draft.ts';
import type { Plan } from './plan.ts';
import { PROFILES } from './profiles.ts';
import type { Shop } from './shop.ts';
import type { LineStep, Order, Step } from './steps.ts';
import { STREAMS } from './streams.ts';

/** What a shopper did. */
export interface Play {
  steps: Step[];
  /** The order of a checkout; null without one. */
  order: Order | null;
  /** What the cart held in the end. */
  left: Product[];
}

const FILLING: ReadonlySet<Kind> = new Set(['cart', 'checkout', 'buy']);
const LEAVING: ReadonlySet<Kind> = new Set(['cart', 'checkout']);
const EXITS = 0.6;
/** The first product goes into the cart in this part of the shopping. */
const EARLY = 0.8;
const [CHANGES, ADDS] = [0.1, 0.4];

/** Plays the session of a plan from its first step to its last: everything in it could have happened. */
export function play(plan: Plan, shop: Shop): Play {
  const { index, length, kind } = plan;
  const { scenario, shelves, rhythm, orderIds } = shop;
  const start = rhythm.start(index);
  const draws = new Draws(scenario.key);
  const times = sessionTimes(draws, index, length, start, scenario.until);
  draws.seek(STREAMS.play, index);
  const profile = PROFILES[scenario.profile];
  const seesHot = profile.crowd === 0 || rhythm.isCrowd(start);
  const browsing = new Browsing(shelves, draws, profile, seesHot, times);
  const cart = new Cart();
  const steps: Step[] = [];

  const exits = length > 1 && draws.chance(EXITS);
  const order: Order | null =
    kind === 'checkout' || kind === 'buy' ? { id: `ord_${orderIds.hex(index)}`, total: 0, items: [] } : null;
  const tail = ending(plan, shop, order, draws);
  const shopping = length - tail.length - (exits ? 1 : 0);
  const fills = FILLING.has(kind);
  const firstAdd = fills ? 1 + Math.floor((shopping - 1) * EARLY * draws.unit()) : Infinity;
  const wanted = fills ? leftBefore(plan, shop) : undefined;

  while (steps.length < shopping) {
    const step = steps.length;
    const at = times[step]!;
    const gap = step === 0 ? 0 : at - times[step - 1]!;
    if (step === firstAdd - 1) steps.push(browsing.view(at, gap, wanted ?? browsing.tempting()));
    else if (step < firstAdd) steps.push(browsing.next(at, gap));
    else
      steps.push(
        shopOn(at, step === firstAdd, kind !== 'cart', cart, browsing, draws) ?? browsing.next(at, gap),
      );
  }
  if (order !== null) cart.fill(order);
  for (const step of tail) {
    const at = times[steps.length]!;
    browsing.move(step.url, at);
    steps.push({ at, ...step });
  }
  if (exits) steps.push(browsing.exit(times[steps.length]!));
  return { steps, order, left: cart.products };
}

/** Puts the product in view into the cart, or changes what is there; null where the shopper rather looks on. */
function shopOn(
  at: number,
  isFirst: boolean,
  keep: boolean,
  cart: Cart,
  browsing: Browsing,
  draws: Draws,
): LineStep | null {
  const product = browsing.product;
  const roll = isFirst ? 1 : draws.unit();
  if (roll < CHANGES && cart.size > 0) {
    const change = cart.change(draws, keep);
    browsing.move(change.url, at);
    return { at, ...change };
  }
  const adds = isFirst || (roll < CHANGES + ADDS && product !== null && !cart.holds(product));
  if (!adds || product === null || !(isFirst || browsing.wants(product))) return null;
  return { at, ...cart.add(product, browsing.url, draws) };
}

/** The steps that a session ends with, but for leaving the page. */
function ending(plan: Plan, shop: Shop, order: Order | null, draws: Draws): Untimed<Step>[] {
  if (order !== null) {
    const mayCancel = !shop.plans.regrets(plan.index);
    return plan.kind === 'buy'
      ? buy(order, draws, { mayCancel, guest: plan.guest })
      : leave(order, draws, plan.guest);
  }
  const earlier = plan.kind === 'cancel' ? earlierOf(plan, shop) : null;
  const bought = earlier === null ? null : play(earlier, shop).order;
  return bought === null ? [] : [cancel(bought, LATER, draws)];
}

/** What the customer left in the cart the last time; undefined when nothing. */
function leftBefore(plan: Plan, shop: Shop): Product | undefined {
  const earlier = earlierOf(plan, shop);
  return earlier !== null && LEAVING.has(earlier.kind) ? play(earlier, shop).left[0] : undefined;
}
