interface Entry {
  value: unknown;
  bytes: number;
}

/**
 * Values by key, of which the least recently used go when all of them together take more than `limit` bytes. What is asked for
 * twice at once is made once; what fails is asked for anew.
 */
export class ByteCache {
  readonly #limit: number;
  readonly #entries = new Map<string, Entry>();
  readonly #loading = new Map<string, Promise<unknown>>();
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes of all values that are held. */
  get bytes(): number {
    return this.#bytes;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Whether a value is held, or being made. */
  has(key: string): boolean {
    return this.#entries.has(key) || this.#loading.has(key);
  }

  /** The value of a key, where it is held. */
  held(key: string): unknown {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    // The last of the map is the most recently used.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** The value of a key, made by `load` where it is not held. */
  async get<Value>(
    key: string,
    load: () => Promise<Value>,
    bytesOf: (value: Value) => number,
  ): Promise<Value> {
    const held = this.held(key);
    if (held !== undefined) return held as Value;
    let loading = this.#loading.get(key) as Promise<Value> | undefined;
    if (loading === undefined) {
      loading = load().then((value) => {
        this.#hold(key, { value, bytes: bytesOf(value) });
        return value;
      });
      this.#loading.set(key, loading);
      const forget = (): void => void this.#loading.delete(key);
      loading.then(forget, forget);
    }
    return loading;
  }

  #hold(key: string, entry: Entry): void {
    if (entry.bytes > this.#limit) return;
    this.#entries.set(key, entry);
    this.#bytes += entry.bytes;
    for (const [oldest, { bytes }] of this.#entries) {
      if (this.#bytes <= this.#limit) return;
      this.#entries.delete(oldest);
      this.#bytes -= bytes;
    }
  }
}
