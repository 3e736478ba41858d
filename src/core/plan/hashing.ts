/** A running SHA-256. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  /** The hash of everything so far in hexadecimal; to be asked for once, at the end. */
  digest(): string;
}

/** Lets bytes through and shows them to a hasher. */
export async function* hashing(bytes: AsyncIterable<Uint8Array>, hasher: Hasher): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    hasher.update(chunk);
    yield chunk;
  }
}
