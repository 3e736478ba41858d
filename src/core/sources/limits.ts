/** How far an input may go before it is refused: an element costs itself, anything else ends the run. */
export interface ReadLimits {
  /** Of one element, in bytes; past it the element is `too_large`. */
  elementBytes: number;
  /** Of the raw text kept from an element that is too large. */
  headBytes: number;
  /** Levels of brackets in an element, itself the first; past it the element is `too_deep`. */
  depth: number;
  /** Containers (gzip or zip) around a text. */
  containers: number;
  /** Entries of one zip archive. */
  entries: number;
  /** Decompressed bytes for each compressed one, once `ratioFrom` bytes have come out. */
  ratio: number;
  ratioFrom: number;
  /** Of an archive inside a container: it has to lie in memory. */
  nestedBytes: number;
}

const MIB = 1_048_576;

/** Equal events of 50 bytes compress 340 to 1, a file of nothing but zeros 1,030 to 1: the ratio lies between. */
export const readLimits: Readonly<ReadLimits> = {
  elementBytes: 16 * MIB,
  headBytes: MIB,
  depth: 512,
  containers: 4,
  entries: 100_000,
  ratio: 500,
  ratioFrom: 10 * MIB,
  nestedBytes: 256 * MIB,
};
