import type { Arena } from '../columns/arena.ts';

/** A stretch of bytes, `end` exclusive. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface ReadOptions {
  /** Where the bytes may lie. @default memory of their own */
  arena?: Arena | undefined;
}

export interface WriteOptions {
  /**
   * Whether the bytes must survive a power cut once the promise settles. Temporary files say false.
   *
   * @default true
   */
  durable?: boolean;
}

/** A path below a listed folder, relative to the storage's root. */
export interface StoredFile {
  path: string;
  size: number;
}

/** A file and the path it goes to. */
export interface Move {
  from: string;
  to: string;
}

/**
 * The port under everything: a handful of methods over paths. A path is relative, its parts are joined with `/`,
 * none of them is empty, `.` or `..`, and none begins with `.tmp-`; folders exist as long as something is in them.
 */
export interface Storage {
  /** A whole file, or the part of it that lies in `range`. @throws {NotFoundError} */
  read(path: string, range?: ByteRange, options?: ReadOptions): Promise<Uint8Array>;
  /** The same, a block at a time. @throws {NotFoundError} on the first read */
  readStream(path: string, range?: ByteRange): AsyncIterable<Uint8Array>;
  /**
   * Writes a file so that others see all of it or nothing, replacing what was there. Returns its size in bytes.
   * An error of the source comes through as it is, an error of the storage names the path.
   */
  write(path: string, data: Uint8Array | AsyncIterable<Uint8Array>, options?: WriteOptions): Promise<number>;
  /** Writes a file that must not exist: of any number of writers one wins. @throws {ConflictError} */
  writeNew(path: string, data: Uint8Array): Promise<void>;
  /**
   * Moves a file over whatever is at the new path, atomically. Durable means its name and its bytes, so a file may be
   * written with `durable: false` and made to last by its move. @throws {NotFoundError}
   */
  rename(from: string, to: string, options?: WriteOptions): Promise<void>;
  /** Moves many files, each as `rename` does, in any order, for less than as many renames. @throws {NotFoundError} */
  renameAll(moves: readonly Move[], options?: WriteOptions): Promise<void>;
  /** All files below a folder (`''` for the root), at any depth, sorted by path in code unit order. */
  list(folder: string): Promise<StoredFile[]>;
  /** The names of what stands directly in a folder (`''` for the root), files and folders, in code unit order. */
  names(folder: string): Promise<string[]>;
  /** The size of a file in bytes, or undefined where there is none. */
  stat(path: string): Promise<{ size: number } | undefined>;
  /**
   * Removes a file, or a folder with everything in it; nothing happens where there is none. A power cut right
   * afterwards may bring it back.
   */
  remove(path: string): Promise<void>;
  /** Removes what killed writers have left below a folder. Nobody may be writing there. */
  sweep(folder: string): Promise<void>;
}
