/** So many events in a row have to agree before the clock moves. */
const RUN = 8;

/**
 * How far a stream in rough order of time has come: the latest time that eight events in a row have reached, so that a
 * few events dated into the future do not end every open session.
 */
export class StreamClock {
  #now = -Infinity;
  #earliest = Infinity;
  #left = RUN;

  /** Milliseconds since 1970-01-01T00:00Z; -Infinity before it first moves. */
  get now(): number {
    return this.#now;
  }

  /** Hears the time of an event, NaN for none; tells whether a run is full. */
  add(time: number): boolean {
    if (Number.isNaN(time)) return false;
    if (time < this.#earliest) this.#earliest = time;
    if (--this.#left > 0) return false;
    if (this.#earliest > this.#now) this.#now = this.#earliest;
    this.#earliest = Infinity;
    this.#left = RUN;
    return true;
  }
}
