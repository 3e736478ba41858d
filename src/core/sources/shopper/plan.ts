import { type Draft, Drafts, type Kind } from './draft.ts';
import type { Scenario } from './options.ts';

/** What is known of a session before it is played. */
export interface Plan {
  /** Place among all sessions of the run by their starts, from 0. */
  index: number;
  kind: Kind;
  /** Events, 1 to 63. */
  length: number;
  guest: boolean;
  /** The earlier session whose customer comes back in this one, should there be time between them; -1 for none. */
  earlier: number;
}

/** More than the events of any session: event ids are counted by it. */
export const SESSION_ROOM = 64;

/** Events a session has on average, as far as it is needed: how far earlier sessions are away. */
const USUAL_LENGTH = 10;
/** Days after which nobody is known to come back. */
const MEMORY = 45;

/** Plans sessions one by one, each from its own draft and those of the sessions that it may go on from. */
export class Plans {
  readonly #drafts: Drafts;
  readonly #twist: number;
  readonly #blockBits: number;
  readonly #farthest: number;

  constructor(scenario: Scenario) {
    const { key, count, days } = scenario;
    const daily = count / USUAL_LENGTH / days;
    this.#drafts = new Drafts(scenario);
    this.#twist = key[0];
    this.#blockBits = 31 - Math.clz32(Math.max(1, Math.floor(daily)));
    this.#farthest = daily * Math.min(MEMORY, days);
  }

  /** The plan of a session; the same whoever asks. */
  of(index: number): Plan {
    const draft = this.#drafts.of(index);
    const { kind, length, guest } = draft;
    if (guest) return { index, kind, length, guest, earlier: -1 };
    const regretted = this.#regretted(index);
    if (regretted >= 0) {
      return { index, kind: 'cancel', length: draft.cancelLength, guest, earlier: regretted };
    }
    return { index, kind, length, guest, earlier: this.#visited(index, draft) };
  }

  /** Whether the customer of a session that buys means to cancel the order later. */
  regrets(index: number): boolean {
    return this.#drafts.of(index).regrets;
  }

  /** The session of an order that is cancelled in this one; -1 for none. */
  #regretted(index: number): number {
    const partner = this.#partner(index);
    if (partner < 0) return -1;
    const { guest, regrets } = this.#drafts.of(partner);
    return regrets && !guest && this.of(partner).kind === 'buy' ? partner : -1;
  }

  /** The session that a customer comes back from: the nearer, the likelier. */
  #visited(index: number, { returns, distance }: Draft): number {
    if (!returns) return -1;
    const earlier = index - 1 - Math.floor(this.#farthest * distance);
    return earlier >= 0 && !this.#drafts.of(earlier).guest ? earlier : -1;
  }

  /**
   * The session whose order this one may cancel, one to three blocks of sessions before it, where a block is half a day to a
   * day; no two sessions have the same. -1 in the first two blocks.
   */
  #partner(index: number): number {
    const bits = this.#blockBits;
    const block = index >>> bits;
    if (block < 2) return -1;
    const mask = (1 << bits) - 1;
    return ((block - 2) << bits) | ((index ^ Math.imul(block + this.#twist, 0x9e3779b1)) & mask);
  }
}

/** Sessions of a run, and how many events its last one has; the others have what is planned. */
export interface SessionCount {
  sessions: number;
  lastLength: number;
}

/** How many sessions make `count` events. */
export function countSessions(plans: Plans, count: number): SessionCount {
  let left = count;
  for (let index = 0; ; index++) {
    const { length } = plans.of(index);
    if (length >= left) return { sessions: index + 1, lastLength: left };
    left -= length;
  }
}
