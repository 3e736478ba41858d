import { joinBytes } from './bytes.ts';

/** Pulls chunks, each good until the next is asked for, from a stream of such, and lets its caller look ahead or hand bytes back. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);
  #ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next bytes without taking them: at least `size` of them, or all that are left. */
  async peek(size: number): Promise<Uint8Array> {
    const parts = [this.#held];
    let length = this.#held.length;
    while (length < size && !this.#ended) {
      // What is held has to outlive its chunk.
      parts.push((parts.pop() as Uint8Array).slice());
      const { done, value } = await this.#source.next();
      if (done === true) {
        this.#ended = true;
      } else {
        parts.push(value);
        length += value.length;
      }
    }
    this.#held = joinBytes(parts);
    return this.#held;
  }

  /** Takes a chunk, never an empty one; undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    const chunk = await this.peek(1);
    this.#held = new Uint8Array(0);
    return chunk.length === 0 ? undefined : chunk;
  }

  /** Drops `count` bytes that have been looked at. */
  skip(count: number): void {
    this.#held = this.#held.subarray(count);
  }

  /** Hands back the end of the chunk that was just taken. */
  unread(bytes: Uint8Array): void {
    this.#held = bytes;
  }

  /** Everything that is left, chunk by chunk. */
  async *rest(): AsyncGenerator<Uint8Array, void, undefined> {
    for (let chunk = await this.next(); chunk !== undefined; chunk = await this.next()) yield chunk;
  }

  /** Ends the stream underneath. */
  async close(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#source.return?.();
  }
}
