/** Regroups lists into lists of `size` items; only the last may be shorter, none is empty. */
export async function* batched<T>(
  lists: AsyncIterable<readonly T[]>,
  size: number,
): AsyncGenerator<readonly T[], void, undefined> {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`Cannot batch as the size must be a positive integer: ${size}`);
  }
  let held: T[] = [];
  for await (const list of lists) {
    for (let at = 0; at < list.length;) {
      const end = Math.min(list.length, at + size - held.length);
      for (; at < end; at++) held.push(list[at]!);
      if (held.length === size) {
        yield held;
        held = [];
      }
    }
  }
  if (held.length > 0) yield held;
}

/** All items of all lists. Memory: all of them. */
export async function collect<T>(lists: AsyncIterable<readonly T[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const list of lists) for (const item of list) items.push(item);
  return items;
}

/** Lets timers, sockets and signals have their turn: settles in a later task. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}
