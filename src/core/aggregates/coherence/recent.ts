/**
 * Values by key that are forgotten when they have not been asked for or set for longer than `forgetAfter` milliseconds of the
 * stream. Memory: what was used within the last 2 x `forgetAfter`, at most 2^24 keys.
 */
export class Recent<T> {
  readonly #forgetAfter: number;
  #young = new Map<string, Held<T>>();
  #old = new Map<string, Held<T>>();
  #turned = Number.NEGATIVE_INFINITY;

  constructor(forgetAfter: number) {
    this.#forgetAfter = forgetAfter;
  }

  /** How many values are held, those that will be forgotten included. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** The value of a key, which counts as used `now`; `now` never falls. */
  get(key: string, now: number): T | undefined {
    if (now - this.#turned > this.#forgetAfter) this.#turn(now);
    let held = this.#young.get(key);
    if (held === undefined) {
      held = this.#old.get(key);
      if (held === undefined) return undefined;
      this.#old.delete(key);
      this.#young.set(key, held);
    }
    if (now - held.used > this.#forgetAfter) {
      this.#young.delete(key);
      return undefined;
    }
    held.used = now;
    return held.value;
  }

  set(key: string, value: T, now: number): void {
    this.#young.set(key, { value, used: now });
  }

  /** What has not been used since the last turn has not been used for `forgetAfter`. */
  #turn(now: number): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#turned = now;
  }
}

interface Held<T> {
  value: T;
  used: number;
}
