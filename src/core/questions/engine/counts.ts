import { rank } from '../../aggregates/ranking.ts';
import type { CountRow } from '../answers.ts';
import type { TextColumn } from './columns.ts';

/** How often texts occur. */
export class Counts {
  readonly #counts = new Map<string, number>();

  /** Counts the texts at some rows; null goes by another name. */
  add({ codes, texts }: TextColumn, rows: Uint32Array, nobody: string): void {
    const ofCode = new Uint32Array(texts.size + 1);
    for (let i = 0; i < rows.length; i++) ofCode[codes[rows[i] as number] as number]!++;
    for (let code = 0; code < ofCode.length; code++) {
      const count = ofCode[code] as number;
      if (count === 0) continue;
      const name = texts.at(code) ?? nobody;
      this.#counts.set(name, this.of(name) + count);
    }
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** By count falling, then by name. */
  ranked(): CountRow[] {
    return rank(Array.from(this.#counts, ([name, count]) => ({ name, count })));
  }
}
