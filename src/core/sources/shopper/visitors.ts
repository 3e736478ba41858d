import { Draws } from '../../random/draws.ts';
import { Lottery } from '../../random/lottery.ts';
import {
  ADDRESS_BLOCKS,
  APP_CHANNELS,
  type Channel,
  type Client,
  CLIENTS,
  WEB_CHANNELS,
} from './channels.ts';
import type { Scenario } from './options.ts';
import { STREAMS } from './streams.ts';

/** Who is behind a session; constant within it. */
export interface Visitor {
  /** Null for a guest. */
  customer: number | null;
  ip: string;
  client: Client;
  channel: Channel;
}

/** Customers have ids from 1 to this. */
export const CUSTOMERS = 2_000_000;

/** Share of a customer's sessions on the device at home. */
const AT_HOME = 0.8;
/** Without a factor in common with the number of customers, so that all of them can be met. */
const STRIDE = 1_234_567;
/**
 * Sessions that share a circle of customers lie a third of the run apart, so that nobody is in two places at once. Some of a circle
 * come more often than others.
 */
const [CIRCLE_SESSIONS, CIRCLE_CUSTOMERS] = [3, 9];

/** Says who comes, from a session's own numbers and those of its customer. */
export class Visitors {
  readonly #draws: Draws;
  readonly #clients = lottery(CLIENTS);
  readonly #web = lottery(WEB_CHANNELS);
  readonly #app = lottery(APP_CHANNELS);
  readonly #circles: number;
  readonly #shift: number;

  constructor({ key }: Scenario, sessions: number) {
    this.#draws = new Draws(key);
    this.#circles = Math.ceil(sessions / CIRCLE_SESSIONS);
    this.#shift = (key[1] >>> 0) % CUSTOMERS;
  }

  /** The visitor of a session; `root` is the first session of its customer's chain, and the session itself for guests. */
  of(session: number, guest: boolean, root: number): Visitor {
    const customer = guest ? null : this.#customer(root);
    const draws = this.#draws.seek(STREAMS.visit, session);
    if (customer !== null && draws.chance(AT_HOME)) draws.seek(STREAMS.home, customer);
    const client = this.#clients.draw(draws);
    const ip = address(draws);
    draws.seek(STREAMS.channel, session);
    const channel = (client.source === 'mobile_app' ? this.#app : this.#web).draw(draws);
    return { customer, ip, client, channel };
  }

  #customer(root: number): number {
    const draws = this.#draws.seek(STREAMS.customer, root);
    const place = Math.floor(CIRCLE_CUSTOMERS * draws.unit() * draws.unit());
    const rank = ((root % this.#circles) * CIRCLE_CUSTOMERS + place) % CUSTOMERS;
    return 1 + ((rank * STRIDE + this.#shift) % CUSTOMERS);
  }
}

function address(draws: Draws): string {
  const [first, low, high] = draws.pick(ADDRESS_BLOCKS);
  return `${first}.${draws.between(low, high)}.${draws.below(256)}.${draws.between(1, 254)}`;
}

function lottery<T>(weighted: readonly (readonly [weight: number, item: T])[]): Lottery<T> {
  return new Lottery(
    weighted.map(([, item]) => item),
    weighted.map(([weight]) => weight),
  );
}
