import type { Arena } from '../columns/arena.ts';
import { grown } from '../columns/grown.ts';
import { HashTable } from '../hash/hash-table.ts';

/** What an event id turns out to be: seen for the first time, seen with the same event, or seen with another one. */
export const VERDICTS = { first: 0, duplicate: 1, conflict: 2 } as const;
export type Verdict = (typeof VERDICTS)[keyof typeof VERDICTS];

/**
 * Remembers every event id of a bucket by its 128-bit hash, and the 64-bit fingerprint of the first event under it. Memory: 45
 * bytes an id at most. Two ids that share a hash would show as a conflict, which is listed, never as a silent loss.
 */
export class IdLedger {
  #ids: HashTable;
  #prints: Uint32Array<ArrayBuffer>;

  /** @param arena where what is known of as many as are expected lies */
  constructor(expected = 1024, arena?: Arena) {
    this.#ids = new HashTable(expected, arena);
    const prints = Math.max(1024, expected) * 2;
    this.#prints = arena?.words(prints) ?? new Uint32Array(prints);
  }

  /** Judges the id hash at `hashes[at..at+3]` with its event's fingerprint. */
  judge(hashes: Uint32Array, at: number, print0: number, print1: number): Verdict {
    const known = this.#ids.size;
    const number = this.#ids.add(hashes, at);
    if (number < known) {
      const same = this.#prints[number * 2] === print0 && this.#prints[number * 2 + 1] === print1;
      return same ? VERDICTS.duplicate : VERDICTS.conflict;
    }
    if (number * 2 >= this.#prints.length) this.#prints = grown(this.#prints, this.#prints.length * 2);
    this.#prints[number * 2] = print0;
    this.#prints[number * 2 + 1] = print1;
    return VERDICTS.first;
  }
}
