const VALUE = 0;
const FIRST_ITEM = 1;
const FIRST_KEY = 2;
const KEY = 3;
const COLON = 4;
const AFTER = 5;
const STRING = 6;
const ESCAPE = 7;
const SCALAR = 8;

const OBJECT = 0x7d;
const ARRAY = 0x5d;

export interface ScannerOptions {
  /**
   * Whether a raw newline in a string breaks the value.
   *
   * @default false
   */
  lines?: boolean;
  /**
   * Levels of brackets past which the value counts as broken.
   *
   * @default Infinity
   */
  depth?: number;
}

/** A scanner that stopped where the value goes on, as plain data: closing brackets are their codes, outermost first. */
export interface SavedScanner {
  state: number;
  isKey: boolean;
  deepest: number;
  closers: number[];
  lines: boolean;
  /** Null where it has no bound. */
  maxDepth: number | null;
}

/**
 * Follows the structure of one JSON value, byte by byte, and can stop and go on anywhere. It sees brackets, commas,
 * colons and strings; what scalars and escapes are worth is left to JSON.parse.
 */
export class Scanner {
  status: 'open' | 'done' | 'broken' = 'open';
  /** Brackets that are open. */
  depth = 0;
  /** The most there have been. */
  deepest = 0;
  /** Where the last string began, in the bytes of the last run; -1 where it began before them. */
  stringStart = -1;
  #state = VALUE;
  #isKey = false;
  /** The closing bracket for each one that is open. */
  #closers = new Uint8Array(64);
  readonly #lines: boolean;
  readonly #maxDepth: number;

  constructor(options: ScannerOptions = {}) {
    this.#lines = options.lines ?? false;
    this.#maxDepth = options.depth ?? Infinity;
  }

  /** A scanner that goes on where one was saved. */
  static restore({ state, isKey, deepest, closers, lines, maxDepth }: SavedScanner): Scanner {
    const scanner = new Scanner({ lines, depth: maxDepth ?? Infinity });
    scanner.#state = state;
    scanner.#isKey = isKey;
    scanner.depth = closers.length;
    scanner.deepest = deepest;
    scanner.#closers = new Uint8Array(Math.max(64, closers.length * 2));
    scanner.#closers.set(closers);
    return scanner;
  }

  /** What another scanner needs to go on. To be asked for while the value is open. */
  save(): SavedScanner {
    return {
      state: this.#state,
      isKey: this.#isKey,
      deepest: this.deepest,
      closers: [...this.closers()],
      lines: this.#lines,
      maxDepth: Number.isFinite(this.#maxDepth) ? this.#maxDepth : null,
    };
  }

  /** Whether the value so far could be all of it: a number may go on. */
  get isScalar(): boolean {
    return this.depth === 0 && this.#state === SCALAR;
  }

  get inString(): boolean {
    return this.#state === STRING || this.#state === ESCAPE;
  }

  /** The closing brackets that are wanted, outermost first. */
  closers(): Uint8Array {
    return this.#closers.slice(0, this.depth);
  }

  /** Goes on from `start`. Returns where it stopped: after the value, at the byte that breaks it, or at `end`. */
  run(bytes: Uint8Array, start: number, end: number): number {
    let state = this.#state;
    let i = start;
    this.stringStart = -1;
    while (i < end) {
      const byte = bytes[i]!;
      if (state === STRING) {
        if (byte === 0x22) {
          state = this.#isKey ? COLON : AFTER;
          if (this.depth === 0) return this.#stop('done', AFTER, i + 1);
        } else if (byte === 0x5c) {
          state = ESCAPE;
        } else if (byte === 0x0a && this.#lines) {
          return this.#stop('broken', state, i);
        }
        i++;
        continue;
      }
      if (state === ESCAPE) {
        if (byte === 0x0a && this.#lines) return this.#stop('broken', state, i);
        state = STRING;
        i++;
        continue;
      }
      if (state === SCALAR) {
        if (!endsScalar(byte)) {
          i++;
          continue;
        }
        state = AFTER;
        if (this.depth === 0) return this.#stop('done', AFTER, i);
      }
      if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
        i++;
        continue;
      }
      const next = this.#step(state, byte, i);
      if (next < 0) return this.#stop('broken', state, i);
      state = next;
      i++;
      if (state === AFTER && this.depth === 0) return this.#stop('done', AFTER, i);
    }
    this.#state = state;
    return i;
  }

  #stop(status: 'done' | 'broken', state: number, at: number): number {
    this.status = status;
    this.#state = state;
    return at;
  }

  /** The state after a byte outside strings that is no white space; -1 where it has no business there. */
  #step(state: number, byte: number, at: number): number {
    switch (state) {
      case AFTER:
        if (byte === 0x2c) return this.#closers[this.depth - 1] === OBJECT ? KEY : VALUE;
        return byte === this.#closers[this.depth - 1] ? this.#close() : -1;
      case COLON:
        return byte === 0x3a ? VALUE : -1;
      case FIRST_KEY:
      case KEY:
        if (byte === 0x22) return this.#string(true, at);
        return byte === OBJECT && state === FIRST_KEY ? this.#close() : -1;
      default:
        if (byte === 0x22) return this.#string(false, at);
        if (byte === 0x7b) return this.#open(OBJECT, FIRST_KEY);
        if (byte === 0x5b) return this.#open(ARRAY, FIRST_ITEM);
        if (byte === ARRAY && state === FIRST_ITEM) return this.#close();
        return endsScalar(byte) ? -1 : SCALAR;
    }
  }

  #string(isKey: boolean, at: number): number {
    this.#isKey = isKey;
    this.stringStart = at;
    return STRING;
  }

  #open(closer: number, state: number): number {
    if (this.depth >= this.#maxDepth) return -1;
    if (this.depth === this.#closers.length) {
      const grown = new Uint8Array(this.depth * 2);
      grown.set(this.#closers);
      this.#closers = grown;
    }
    this.#closers[this.depth++] = closer;
    if (this.depth > this.deepest) this.deepest = this.depth;
    return state;
  }

  #close(): number {
    this.depth--;
    return AFTER;
  }
}

function endsScalar(byte: number): boolean {
  switch (byte) {
    case 0x20:
    case 0x0a:
    case 0x0d:
    case 0x09:
    case 0x2c:
    case 0x3a:
    case 0x5b:
    case 0x5d:
    case 0x7b:
    case 0x7d:
    case 0x22:
      return true;
    default:
      return false;
  }
}
