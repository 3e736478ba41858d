/** What calls again and again. */
export interface Timers {
  /** Calls every so many milliseconds, until the returned function is called. */
  every(milliseconds: number, call: () => void): () => void;
}

/** The timers of the platform. */
export const platformTimers: Timers = {
  every(milliseconds, call) {
    const timer = setInterval(call, milliseconds);
    return () => clearInterval(timer);
  },
};
