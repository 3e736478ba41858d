import { Arena } from '../../src/core/columns/arena.ts';

/** Room in which something stands already, as it mostly does. */
export function usedArena(): Arena {
  const arena = new Arena();
  arena.bytes(60_000).fill(0xa5);
  arena.clear();
  return arena;
}
