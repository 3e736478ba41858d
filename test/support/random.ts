import { Draws } from '../../src/core/random/draws.ts';

/** Random numbers of a seed, the same ones every time. */
export function randomOf(seed: number): Draws {
  return new Draws([seed, 0, 0, 0]).seek(0, 0);
}
