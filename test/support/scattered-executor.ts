import { type Executor, inlineExecutor } from '../../src/core/plan/executor.ts';
import type { TaskStores } from '../../src/core/plan/task-context.ts';
import { randomOf } from './random.ts';

/** What a scattered executor saw. */
export interface Seen {
  /** Tasks run, by name. */
  tasks: Map<string, number>;
  /** The most that were under way at once. */
  most: number;
}

/**
 * An executor as if its tasks ran far away: what goes in and comes out is cloned, they begin and end in any order, and now and
 * then one is run twice.
 */
export function scatteredExecutor(
  width: number,
  seed: number,
  seen: Seen = { tasks: new Map(), most: 0 },
): (run: string, stores: TaskStores) => Executor {
  const random = randomOf(seed);
  const delay = async (): Promise<void> => {
    for (let turns = random.below(6); turns > 0; turns--) {
      await new Promise<void>((resolve) => void setImmediate(resolve));
    }
  };
  return (_run, stores) => {
    const inner = inlineExecutor(stores);
    let running = 0;
    return {
      width,
      room: inner.room,
      async run(name, input, options) {
        seen.tasks.set(name, (seen.tasks.get(name) ?? 0) + 1);
        seen.most = Math.max(seen.most, ++running);
        try {
          const sent = structuredClone(input);
          await delay();
          if (random.chance(0.1)) await inner.run(name, structuredClone(sent), options);
          const result = await inner.run(name, sent, options);
          await delay();
          options?.signal?.throwIfAborted();
          return structuredClone(result);
        } finally {
          running--;
        }
      },
      close: () => inner.close(),
    };
  };
}
