import type { Arena } from '../columns/arena.ts';
import type { BytesColumn } from '../columns/column.ts';
import { gatherTexts } from '../columns/gather.ts';
import { HashTable } from '../hash/hash-table.ts';
import { compareTexts, type TextRange } from '../columns/text-order.ts';
import { SESSION_WORDS } from './records.ts';

/** Sessions as a piece has them. */
export interface SpilledSessionIds {
  hashes: Uint32Array;
  /** Their ids in the same order, list after list. */
  ids: readonly { ends: Uint32Array; bytes: Uint8Array }[];
}

/**
 * Numbers sessions 0, 1, 2 ... in the order in which they are first seen, and keeps their session_ids as UTF-8 side by side. Memory: twice
 * the ids, and up to 45 bytes a session.
 */
export class SessionIds {
  count = 0;
  readonly #table: HashTable;
  readonly #ends: Uint32Array;
  readonly #bytes: Uint8Array;

  /** @param room in use as long as they are */
  constructor({ sessions, bytes }: { sessions: number; bytes: number }, room: Arena) {
    this.#table = new HashTable(sessions, room);
    this.#ends = room.words(sessions);
    this.#bytes = room.bytes(bytes);
  }

  /** Takes on the sessions of a piece, and returns their numbers. */
  take({ hashes, ids }: SpilledSessionIds, arena: Arena): Uint32Array {
    const numbers = arena.words(hashes.length / SESSION_WORDS);
    let at = 0;
    for (const { ends, bytes } of ids) {
      let start = 0;
      for (let i = 0; i < ends.length; i++) {
        const end = ends[i] as number;
        const number = this.#table.add(hashes, at * SESSION_WORDS);
        if (number === this.count) this.#append(bytes, start, end);
        numbers[at++] = number;
        start = end;
      }
    }
    return numbers;
  }

  /** The order of two sessions by their ids, in code units. */
  compare(a: number, b: number): number {
    return compareTexts(this.#rangeOf(a), this.#rangeOf(b));
  }

  /** A column of the ids of some sessions. */
  column(sessions: Uint32Array, arena: Arena): BytesColumn {
    const codes = arena.words(sessions.length);
    for (let i = 0; i < codes.length; i++) codes[i] = (sessions[i] as number) + 1;
    const texts = gatherTexts(this.#ends, this.#bytes, codes, arena);
    for (let i = 0; i < codes.length; i++) codes[i] = i + 1;
    return { kind: 'bytes', codes, ...texts };
  }

  #append(bytes: Uint8Array, start: number, end: number): void {
    const at = this.#startOf(this.count);
    this.#bytes.set(bytes.subarray(start, end), at);
    this.#ends[this.count++] = at + end - start;
  }

  #rangeOf(session: number): TextRange {
    return { bytes: this.#bytes, start: this.#startOf(session), end: this.#ends[session] as number };
  }

  #startOf(session: number): number {
    return session === 0 ? 0 : (this.#ends[session - 1] as number);
  }
}
