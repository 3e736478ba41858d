/** A stretch of bytes, `end` exclusive. */
export interface ByteRange {
  start: number;
  end: number;
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

/**
 * The port under everything: a handful of methods over paths. A path is relative, its parts are joined with `/`,
 * none of them is empty, `.` or `..`; folders exist as soon as something is in them.
 */
export interface Storage {
  /** A whole file, or the part of it that lies in `range`. @throws {NotFoundError} */
  read(path: string, range?: ByteRange): Promise<Uint8Array>;
  /** The same, a block at a time. @throws {NotFoundError} on the first read */
  readStream(path: string, range?: ByteRange): AsyncIterable<Uint8Array>;
  /** Writes a file so that others see all of it or nothing, replacing what was there. Returns its size in bytes. */
  write(path: string, data: Uint8Array | AsyncIterable<Uint8Array>, options?: WriteOptions): Promise<number>;
  /** Writes a file that must not exist: of any number of writers one wins. @throws {ConflictError} */
  writeNew(path: string, data: Uint8Array): Promise<void>;
  /** Moves a file over whatever is at the new path, atomically. @throws {NotFoundError} */
  rename(from: string, to: string): Promise<void>;
  /** All files below a folder, at any depth, sorted by path in code unit order; none when there is no such folder. */
  list(folder: string): Promise<StoredFile[]>;
  /** The size of a file in bytes, or undefined where there is none. */
  stat(path: string): Promise<{ size: number } | undefined>;
  /** Removes a file, or a folder with everything in it; nothing happens where there is none. */
  remove(path: string): Promise<void>;
}
