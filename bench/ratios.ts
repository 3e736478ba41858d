import type { Answer } from './harness.ts';

/** How our side did against the other: below 1 is less than theirs. */
export interface Ratios {
  time: number;
  memory: number;
}

/** What is compared of an answer. */
export type Compared = Pick<Answer, 'ours' | 'peer' | 'events'>;

/** Ours against the peer, or against another of our answers by time an event; null when there is neither. */
export function ratios(answer: Compared, against: Compared | undefined): Ratios | null {
  const { ours, peer } = answer;
  if (peer !== null) return { time: ours.seconds / peer.seconds, memory: ours.peakBytes / peer.peakBytes };
  if (against === undefined) return null;
  const time = perEvent(answer) / perEvent(against);
  return { time, memory: ours.peakBytes / against.ours.peakBytes };
}

function perEvent({ ours, events }: Compared): number {
  return ours.seconds / (events ?? 1);
}
