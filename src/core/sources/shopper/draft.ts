import { Draws } from '../../random/draws.ts';
import { Lottery } from '../../random/lottery.ts';
import type { Scenario } from './options.ts';
import { STREAMS } from './streams.ts';

/** What a session comes to: looks at a page or two, looks around, leaves a cart, leaves a checkout, buys, cancels an order. */
export type Kind = 'bounce' | 'browse' | 'cart' | 'checkout' | 'buy' | 'cancel';

/** What a session draws for itself, before an earlier one has a say in it. */
export interface Draft {
  kind: Kind;
  /** Events. */
  length: number;
  guest: boolean;
  /** Whether a customer who was here before comes back in it, and how far back, of the farthest, from 0 to 1. */
  returns: boolean;
  distance: number;
  /** Whether its customer comes back to cancel what was bought. */
  regrets: boolean;
  /** Events, should it be for cancelling. */
  cancelLength: number;
}

/** Least events of a kind, and how many more there can be; a quarter of them on average. */
const LENGTHS: Readonly<Record<Kind, readonly [least: number, more: number]>> = {
  bounce: [1, 4],
  browse: [4, 42],
  cart: [5, 50],
  checkout: [10, 48],
  buy: [11, 50],
  cancel: [3, 4],
};
/** Share of sessions without a cart that are over after a page or two. */
const BOUNCES = 0.42;
/** Share of abandoned carts that have seen the checkout. */
const CHECKOUTS = 0.35;
/** Share of sessions with a cart where nobody buys and all of them are abandoned. */
const USUAL_CARTS = 0.1;
/** How often a guest fills a cart and buys, beside a customer. */
const GUEST_ZEAL = 0.5;
const RETURNS = 0.45;
const REGRETS = 0.13;

/** Draws what sessions are by themselves. */
export class Drafts {
  readonly #draws: Draws;
  readonly #guests: number;
  readonly #ofGuests: Lottery<Kind>;
  readonly #ofCustomers: Lottery<Kind>;

  constructor({ key, guests, buyers, abandonment }: Scenario) {
    this.#draws = new Draws(key);
    this.#guests = guests;
    const left = buyers === 0 ? USUAL_CARTS * abandonment : (buyers * abandonment) / (1 - abandonment);
    const zeal = 1 / (1 - guests + guests * GUEST_ZEAL);
    // Where nearly all sessions fill a cart, customers cannot do it more often than guests.
    const differs = (left + buyers) * zeal <= 1;
    this.#ofCustomers = kinds(left, buyers, differs ? zeal : 1);
    this.#ofGuests = kinds(left, buyers, differs ? zeal * GUEST_ZEAL : 1);
  }

  of(index: number): Draft {
    const draws = this.#draws.seek(STREAMS.plan, index);
    const guest = draws.chance(this.#guests);
    const kind = (guest ? this.#ofGuests : this.#ofCustomers).draw(draws);
    const [least, more] = LENGTHS[kind];
    const length = least + Math.floor(more * draws.unit() * draws.unit());
    const regrets = draws.chance(REGRETS) && kind === 'buy';
    const cancelLength = LENGTHS.cancel[0] + draws.below(LENGTHS.cancel[1]);
    const returns = draws.chance(RETURNS) && !guest;
    const distance = returns ? draws.unit() * draws.unit() * draws.unit() : 0;
    return { kind, length, guest, returns, distance, regrets, cancelLength };
  }
}

function kinds(left: number, buyers: number, zeal: number): Lottery<Kind> {
  const others = Math.max(0, 1 - (left + buyers) * zeal);
  return new Lottery<Kind>(
    ['bounce', 'browse', 'cart', 'checkout', 'buy'],
    [
      others * BOUNCES,
      others * (1 - BOUNCES),
      left * zeal * (1 - CHECKOUTS),
      left * zeal * CHECKOUTS,
      buyers * zeal,
    ],
  );
}
