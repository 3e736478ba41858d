import type { Storage } from '../../src/core/storage/storage.ts';

/** A folder of a storage as a storage of its own. */
export function folderStorage(storage: Storage, folder: string): Storage {
  const within = (path: string): string => (path === '' ? folder : `${folder}/${path}`);
  return {
    read: (path, range) => storage.read(within(path), range),
    readStream: (path, range) => storage.readStream(within(path), range),
    write: (path, data, options) => storage.write(within(path), data, options),
    writeNew: (path, data) => storage.writeNew(within(path), data),
    rename: (from, to, options) => storage.rename(within(from), within(to), options),
    renameAll: (moves, options) =>
      storage.renameAll(
        moves.map(({ from, to }) => ({ from: within(from), to: within(to) })),
        options,
      ),
    async list(path) {
      const files = await storage.list(within(path));
      return files.map((file) => ({ path: file.path.slice(folder.length + 1), size: file.size }));
    },
    names: (path) => storage.names(within(path)),
    stat: (path) => storage.stat(within(path)),
    remove: (path) => storage.remove(within(path)),
    sweep: (path) => storage.sweep(within(path)),
  };
}
