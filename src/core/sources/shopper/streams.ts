/** Streams of random numbers of a run, one a purpose, so that a change in one leaves the others as they are. */
export const STREAMS = {
  /** Of a session: what it will be. */
  plan: 1,
  /** Of a session: when its events happen. */
  clock: 2,
  /** Of a session: the device it comes from when that is not the customer's own. */
  visit: 3,
  /** Of a session: its customer. */
  customer: 4,
  /** Of a session: what the shopper does. */
  play: 5,
  /** Of an event: what befalls it. */
  fault: 6,
  /** Of a session: when it begins, within its part of the period. */
  start: 7,
  /** Of a day: how busy it is. */
  day: 8,
  /** Of an event of the uniform profile. */
  uniform: 9,
  /** Of a customer: device and address. */
  home: 10,
  /** Of a session: what has led to the shop. */
  channel: 11,
  /** Of an event: how it is broken. */
  spoil: 12,
  /** Of an event: how far in the future it says it is. */
  future: 13,
} as const;
