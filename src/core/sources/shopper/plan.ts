import { Draws } from '../../random/draws.ts';
import { Lottery } from '../../random/lottery.ts';
import type { Scenario } from './options.ts';
import { STREAMS } from './streams.ts';

/** What a session comes to: looks at a page or two, looks around, leaves a cart, leaves a checkout, buys, cancels an order. */
export type Kind = 'bounce' | 'browse' | 'cart' | 'checkout' | 'buy' | 'cancel';

/** What is known of a session before it is played. */
export interface Plan {
  /** Place among all sessions of the run by their starts, from 0. */
  index: number;
  kind: Kind;
  /** Events, 1 to 63. */
  length: number;
  guest: boolean;
  /** The earlier session whose customer comes back in this one; -1 for none. */
  from: number;
}

/** What a session draws for itself, before an earlier one has a say in it. */
interface Draft {
  kind: Kind;
  length: number;
  guest: boolean;
  /** Whether its customer comes back soon. */
  returns: boolean;
  /** Whether its customer comes back to cancel what was bought. */
  regrets: boolean;
  cancelLength: number;
}

/** More than the events of any session: event ids are counted by it. */
export const SESSION_ROOM = 64;

/** Least events of a kind, and how many more there can be; a quarter of them on average. */
const LENGTHS: Readonly<Record<Kind, readonly [least: number, more: number]>> = {
  bounce: [1, 4],
  browse: [4, 42],
  cart: [5, 50],
  checkout: [10, 48],
  buy: [11, 50],
  cancel: [2, 4],
};
/** Share of sessions without a cart that are over after a page or two. */
const BOUNCES = 0.42;
/** Share of abandoned carts that have seen the checkout. */
const CHECKOUTS = 0.35;
/** Share of sessions with a cart where nobody buys and all of them are abandoned. */
const USUAL_CARTS = 0.1;
const RETURNS = 0.35;
const REGRETS = 0.13;
/** Events a session has on average, as far as it is needed: how far a customer who comes back is away in sessions. */
const USUAL_LENGTH = 10;

/** Plans sessions one by one, each from its own numbers and those of the one whose customer may come back in it. */
export class Plans {
  readonly #draws: Draws;
  readonly #kinds: Lottery<Kind>;
  readonly #guests: number;
  readonly #twist: number;
  readonly #blockBits: number;

  constructor({ key, count, days, guests, buyers, abandonment }: Scenario) {
    this.#draws = new Draws(key);
    this.#guests = guests;
    this.#twist = key[0];
    const left = buyers === 0 ? USUAL_CARTS * abandonment : (buyers * abandonment) / (1 - abandonment);
    const others = Math.max(0, 1 - left - buyers);
    this.#kinds = new Lottery<Kind>(
      ['bounce', 'browse', 'cart', 'checkout', 'buy'],
      [others * BOUNCES, others * (1 - BOUNCES), left * (1 - CHECKOUTS), left * CHECKOUTS, buyers],
    );
    this.#blockBits = 31 - Math.clz32(Math.max(1, Math.floor(count / USUAL_LENGTH / days)));
  }

  /** The plan of a session; the same whoever asks. */
  of(index: number): Plan {
    const draft = this.#draft(index);
    const plan: Plan = { index, kind: draft.kind, length: draft.length, guest: draft.guest, from: -1 };
    if (draft.guest) return plan;
    const earlier = this.#earlier(index);
    if (earlier < 0) return plan;
    const { guest, returns, regrets } = this.#draft(earlier);
    if (guest || !(returns || regrets)) return plan;
    plan.from = earlier;
    if (regrets && this.of(earlier).kind === 'buy') {
      plan.kind = 'cancel';
      plan.length = draft.cancelLength;
    }
    return plan;
  }

  /** The first session of the chain in which one customer comes back. */
  root(plan: Plan): number {
    let { index, from } = plan;
    while (from >= 0) ({ index, from } = this.of(from));
    return index;
  }

  /** Whether the customer of a session that buys comes back to cancel the order, should the next have room for it. */
  regrets(index: number): boolean {
    return this.#draft(index).regrets;
  }

  #draft(index: number): Draft {
    const draws = this.#draws.seek(STREAMS.plan, index);
    const guest = draws.chance(this.#guests);
    const kind = this.#kinds.draw(draws);
    const [least, more] = LENGTHS[kind];
    const length = least + Math.floor(more * draws.unit() * draws.unit());
    const returns = draws.chance(RETURNS);
    const regrets = draws.chance(REGRETS) && kind === 'buy';
    const cancelLength = LENGTHS.cancel[0] + draws.below(LENGTHS.cancel[1]);
    return { kind, length, guest, returns, regrets, cancelLength };
  }

  /**
   * The session that this one may continue, one to three blocks of sessions before it, where a block is half a day to a day;
   * no two sessions have the same. -1 in the first two blocks.
   */
  #earlier(index: number): number {
    const bits = this.#blockBits;
    const block = index >>> bits;
    if (block < 2) return -1;
    const mask = (1 << bits) - 1;
    return ((block - 2) << bits) | ((index ^ Math.imul(block + this.#twist, 0x9e3779b1)) & mask);
  }
}

/** How many sessions make `count` events, and how many of them the last one has; the others have what is planned. */
export function countSessions(plans: Plans, count: number): { sessions: number; lastLength: number } {
  let left = count;
  for (let index = 0; ; index++) {
    const { length } = plans.of(index);
    if (length >= left) return { sessions: index + 1, lastLength: left };
    left -= length;
  }
}
