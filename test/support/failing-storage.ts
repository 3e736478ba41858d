import type { Storage } from '../../src/core/storage/storage.ts';

/** Thrown by a storage that was told to stop working, as if the process had died. */
export class Killed extends Error {}

/** A storage that lets `changes` changes through, over all storages that share the counter, and then nothing any more. */
export function failingStorage(storage: Storage, counter: { changes: number }): Storage {
  const alive = (): void => {
    if (counter.changes <= 0) throw new Killed('killed');
  };
  const change = async <Result>(step: () => Promise<Result>): Promise<Result> => {
    alive();
    counter.changes--;
    return step();
  };
  return {
    read: async (path, range) => (alive(), storage.read(path, range)),
    readStream: (path, range) => (alive(), storage.readStream(path, range)),
    list: async (folder) => (alive(), storage.list(folder)),
    names: async (folder) => (alive(), storage.names(folder)),
    stat: async (path) => (alive(), storage.stat(path)),
    write: (path, data, options) => change(() => storage.write(path, data, options)),
    writeNew: (path, data) => change(() => storage.writeNew(path, data)),
    rename: (from, to, options) => change(() => storage.rename(from, to, options)),
    renameAll: async (moves, options) => {
      for (const { from, to } of moves) await change(() => storage.rename(from, to, options));
    },
    remove: (path) => change(() => storage.remove(path)),
    sweep: (folder) => change(() => storage.sweep(folder)),
  };
}
