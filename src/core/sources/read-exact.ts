import { InputError, type Place } from '../errors.ts';
import type { RawEvent, ReadFault } from '../raw.ts';
import type { Break } from './balance.ts';
import { isSpace, trimSpace } from './bytes.ts';
import { ElementList } from './element-list.ts';
import { closesArray, endsWell } from './endings.ts';
import type { ReadLimits } from './limits.ts';
import { lostAt, passToEvent } from './pass-to-event.ts';
import { type Edge, edgeOf, type Piece, type ReadState, type Skip } from './piece.ts';
import { BALANCE_BYTES, findEnd, lastBracket } from './resync.ts';
import { Scanner } from './scanner.ts';

const NEWLINE = 0x0a;

/** What was read of a piece. */
export interface PieceRead {
  events: RawEvent[];
  /** Where the element begins that the bytes at hand do not decide; `bytes.length` when nothing is left. */
  rest: number;
  /** The state there. */
  state: ReadState;
}

/** Reads a piece element by element: a broken one costs itself. @throws {InputError} */
export function readExact(piece: Piece, state: ReadState, limits: Readonly<ReadLimits>): PieceRead {
  const reader = new ExactReader(piece, state, limits);
  const rest = reader.run();
  return {
    events: reader.events,
    rest,
    state: { inside: reader.inside, lines: reader.lines, skip: reader.skip },
  };
}

/** 'wait' stands for: the bytes at hand do not tell. */
type Step = number | 'wait';

class ExactReader {
  inside: boolean;
  lines: boolean;
  skip: Skip | null;
  readonly #piece: Piece;
  readonly #bytes: Uint8Array;
  readonly #limits: Readonly<ReadLimits>;
  readonly #edge: Edge;
  readonly #list: ElementList;

  constructor(piece: Piece, state: ReadState, limits: Readonly<ReadLimits>) {
    this.#piece = piece;
    this.#bytes = piece.bytes;
    this.#limits = limits;
    this.#edge = edgeOf(piece);
    this.#list = new ElementList(piece, limits);
    ({ inside: this.inside, lines: this.lines, skip: this.skip } = state);
  }

  get events(): RawEvent[] {
    return this.#list.events;
  }

  /** Reads all it can and returns the rest. */
  run(): number {
    let at = 0;
    while (at < this.#bytes.length) {
      const next = this.skip ? this.#pass(this.skip, at) : this.#read(at);
      if (next === 'wait') return at;
      at = next;
    }
    if (this.#piece.last && this.skip?.kind === 'event' && this.skip.last === 0x5d) {
      this.inside = false;
    }
    if (this.#piece.last && this.inside) this.#truncated();
    return at;
  }

  #read(at: number): Step {
    const byte = this.#bytes[at]!;
    if (isSpace(byte) || (byte === 0x2c && this.inside)) return at + 1;
    if (this.inside) return byte === 0x5d ? this.#closeArray(at) : this.#readItem(at);
    if (byte === 0xef && this.#bytes[at + 1] === 0xbb && this.#bytes[at + 2] === 0xbf) return at + 3;
    if (byte === 0x5b) {
      this.inside = true;
      return at + 1;
    }
    if (byte === 0x7b) this.lines = true;
    if (this.lines) return this.#readLine(at);
    throw new InputError(
      'Cannot read on as only an array or object may follow an array: something else does',
      this.#placeAt(at),
    );
  }

  #closeArray(at: number): Step {
    const closes = closesArray(this.#bytes, at + 1, this.#edge);
    if (closes === 'more') return 'wait';
    if (!closes) return this.#resync({ start: at, at: at + 1, closers: new Uint8Array(0), from: at });
    this.inside = false;
    return at + 1;
  }

  #readItem(start: number): Step {
    const bytes = this.#bytes;
    const scanner = new Scanner();
    const end = scanner.run(bytes, start, bytes.length);
    const size = end - start;
    if (scanner.status === 'broken') {
      if (size > this.#limits.elementBytes) return this.#giveUp(start, 'too_large', lostAt(bytes, end), end);
      const from = scanner.stringStart === -1 ? end : scanner.stringStart;
      return this.#resync({ start, at: end, closers: scanner.closers(), from: Math.max(from, start + 1) });
    }
    if (scanner.status === 'open' && !(scanner.isScalar && this.#piece.last)) {
      if (size > this.#limits.elementBytes)
        return this.#giveUp(start, 'too_large', { kind: 'end', scanner }, end);
      if (!this.#piece.last) return 'wait';
      const last = scanner.inString ? lastBracket(bytes, start) : undefined;
      return last === undefined ? this.#truncated() : this.#list.add(start, last, 'malformed_json');
    }
    if (size > this.#limits.elementBytes) return this.#list.add(start, end, 'too_large');
    const well = endsWell(bytes, start, end, this.#edge);
    if (well === 'more' && bytes.length - end <= this.#limits.elementBytes) return 'wait';
    if (well === false) return this.#resync({ start, at: end, closers: new Uint8Array(0), from: end });
    return this.#list.add(start, end, scanner.deepest > this.#limits.depth ? 'too_deep' : null);
  }

  #resync(broken: Break): Step {
    const bytes = this.#bytes;
    const { start } = broken;
    // What is decided must not hang on how much more happens to be here.
    const reach = start + this.#limits.elementBytes + BALANCE_BYTES;
    const isShort = bytes.length > reach;
    const end = findEnd(
      isShort ? bytes.subarray(0, reach) : bytes,
      broken,
      isShort ? 'cut' : this.#edge,
      this.#limits,
    );
    if (end === 'never') return this.#truncated();
    if (end !== 'more') return this.#list.add(start, end, 'malformed_json');
    if (!isShort) return 'wait';
    return this.#giveUp(start, 'malformed_json', lostAt(bytes, broken.from), broken.from);
  }

  /** A line outside arrays: one value, which may go on over several lines as long as it is well-formed. */
  #readLine(start: number): Step {
    const bytes = this.#bytes;
    const scanner = new Scanner({ lines: true });
    const end = scanner.run(bytes, start, bytes.length);
    const size = end - start;
    if (scanner.status === 'open' && !(scanner.isScalar && this.#piece.last)) {
      if (size > this.#limits.elementBytes)
        return this.#giveUp(start, 'too_large', { kind: 'end', scanner }, end);
      return this.#piece.last ? this.#endLine(start, end) : 'wait';
    }
    if (size > this.#limits.elementBytes) {
      if (scanner.status === 'done') return this.#list.add(start, end, 'too_large');
      return this.#giveUp(start, 'too_large', { kind: 'line' }, end);
    }
    if (scanner.status === 'broken') return this.#endLine(start, end);
    let next = end;
    while (next < bytes.length && bytes[next] !== NEWLINE && isSpace(bytes[next])) next++;
    if (next === bytes.length && this.#edge === 'cut') return 'wait';
    const follows = bytes[next] ?? NEWLINE;
    if (follows !== NEWLINE && follows !== 0x7b && follows !== 0x5b) return this.#endLine(start, end);
    return this.#list.add(start, end, scanner.deepest > this.#limits.depth ? 'too_deep' : null);
  }

  /**
   * A broken line ends where its line does. An object whose opening brace stands alone is laid out over several lines
   * and ends before the next line that begins with a bracket.
   */
  #endLine(start: number, brokenAt: number): Step {
    const bytes = this.#bytes;
    let end = bytes.indexOf(NEWLINE, start);
    const isLaidOut = end !== -1 && end < brokenAt && trimSpace(bytes, start, end) === start + 1;
    if (isLaidOut) {
      while (end !== -1 && bytes[end + 1] !== 0x7b && bytes[end + 1] !== 0x5b) {
        end = bytes.indexOf(NEWLINE, end + 1);
      }
    }
    if (end !== -1) return this.#list.add(start, trimSpace(bytes, start, end), 'malformed_json');
    if (this.#piece.last)
      return this.#list.add(start, trimSpace(bytes, start, bytes.length), 'malformed_json');
    if (bytes.length - start <= this.#limits.elementBytes) return 'wait';
    return this.#giveUp(start, 'malformed_json', { kind: 'line' }, bytes.length);
  }

  /** Goes on in an element that is not kept. */
  #pass(skip: Skip, at: number): Step {
    const bytes = this.#bytes;
    if (skip.kind === 'event') {
      const { found, at: next, skip: left } = passToEvent(bytes, at, skip, this.#edge, this.#limits);
      this.skip = found ? null : left;
      return next === at && !found ? 'wait' : next;
    }
    if (skip.kind === 'line') {
      const end = bytes.indexOf(NEWLINE, at);
      if (end !== -1) this.skip = null;
      return end === -1 ? bytes.length : end;
    }
    const end = skip.scanner.run(bytes, at, bytes.length);
    if (skip.scanner.status === 'done') this.skip = null;
    if (skip.scanner.status === 'broken') this.skip = this.inside ? lostAt(bytes, end) : { kind: 'line' };
    return end;
  }

  /** Keeps only the head of an element, and passes over the rest of it from `from` on. */
  #giveUp(start: number, fault: ReadFault, skip: Skip, from: number): number {
    this.#list.addHead(start, fault);
    this.skip = skip;
    return from;
  }

  #placeAt(at: number): Place {
    const { file, entry, offset } = this.#piece;
    return { file, entry, offset: offset + at };
  }

  #truncated(): never {
    throw new InputError(
      'Cannot read an array as it has to end in a bracket: the text ends before',
      this.#placeAt(this.#bytes.length),
    );
  }
}
