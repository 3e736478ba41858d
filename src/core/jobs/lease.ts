import { serially } from './serially.ts';
import type { JobStore } from './store.ts';

/** Milliseconds between two ticks of a lease. */
export const TICK = 1000;
/** Ticks after which a lease is written anew, and after which one that nothing was heard from is over. */
const RENEWAL = 5;
export const EXPIRY = 15;

export interface LeaseOptions {
  store: JobStore;
  id: string;
  holder: string;
  now: () => Date;
  onError: (error: unknown) => void;
}

/** Says that a job is run, and by whom, as long as its work gives signs of life. */
export interface Lease {
  /** A sign of life. */
  beat(): void;
  /** A second has gone by; says whether the lease still holds. Ticks are counted, so that a machine that slept ends no job. */
  tick(): boolean;
  release(): Promise<void>;
}

/** Takes the lease of a job. */
export function takeLease({ store, id, holder, now, onError }: LeaseOptions): Lease {
  const inTurn = serially();
  let silent = 0;
  let sinceRenewal = 0;

  function write(): void {
    sinceRenewal = 0;
    const until = (now().getTime() + (EXPIRY - silent) * TICK) * 1000;
    inTurn(() => store.writeLease(id, { holder, until })).catch(onError);
  }

  write();
  return {
    beat() {
      silent = 0;
    },
    tick() {
      silent++;
      sinceRenewal++;
      if (sinceRenewal >= RENEWAL && silent < sinceRenewal) write();
      return silent < EXPIRY;
    },
    release: () => inTurn(() => store.removeLease(id)).catch(onError),
  };
}
