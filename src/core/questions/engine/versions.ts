import { parseActions } from '../../lake/actions.ts';
import { timeAfter } from '../../lake/ancestry.ts';
import { entryPath, MissingVersionError, readSnapshot, type SnapshotAt } from '../../lake/log.ts';
import { describeKept, keptFrom, RETENTION } from '../../lake/retention.ts';
import type { Storage } from '../../storage/storage.ts';
import type { VersionRow } from '../answers.ts';
import { type AsOf, VersionGoneError } from '../questions.ts';
import { type TableFile, tableFiles } from './table-files.ts';

/** Versions of which the files are remembered. */
const REMEMBERED = 4;

/** The files of a version. */
export interface TableVersion {
  version: number;
  files: readonly TableFile[];
}

export interface VersionsParts {
  /** Tells the rows of a file where the log does not. */
  countRows: (path: string, bytes: number) => Promise<number>;
  now: () => Date;
}

/** The versions of a table: the log is listed for each question, but read only where it has grown. */
export class Versions {
  readonly #storage: Storage;
  readonly #table: string;
  readonly #parts: VersionsParts;
  readonly #read = new Map<number, Promise<TableVersion>>();
  readonly #history: Omit<VersionRow, 'kept'>[] = [];
  /** From when each version was there, in milliseconds. */
  readonly #times: number[] = [];
  readonly #sizes = new Map<string, { rows: number; bytes: number }>();
  #reading: Promise<void> = Promise.resolve();

  constructor(storage: Storage, table: string, parts: VersionsParts) {
    this.#storage = storage;
    this.#table = table;
    this.#parts = parts;
  }

  /** The newest version, -1 where there is no table. */
  async newest(): Promise<number> {
    const names = await this.#storage.names(`${this.#table}/_delta_log`);
    const last = names.findLast((name) => /^\d{20}\.json$/.test(name));
    return last === undefined ? -1 : Number(last.slice(0, 20));
  }

  /** The files of the newest version, or of the one that is asked for. @throws {VersionGoneError} */
  async at(asOf?: AsOf): Promise<TableVersion> {
    const newest = await this.newest();
    if (asOf !== undefined && 'time' in asOf) {
      const found = await this.#load(asOf);
      // Versions may have come since.
      await this.#checkKept(found.version, Math.max(newest, found.version));
      return found;
    }
    const version = asOf?.version ?? newest;
    if (version === -1 && asOf === undefined) return { version, files: [] };
    await this.#checkKept(version, newest);
    let read = this.#read.get(version);
    if (read === undefined) {
      read = this.#load({ version });
      this.#read.set(version, read);
      read.catch(() => this.#read.delete(version));
      const [oldest] = this.#read.keys();
      if (this.#read.size > REMEMBERED && oldest !== undefined) this.#read.delete(oldest);
    }
    return read;
  }

  /** What the versions are, newest first. Memory: a row a version, a few words a file. */
  async list(first: number): Promise<VersionRow[]> {
    const newest = await this.newest();
    const oldest = await this.#oldestKept(newest);
    const until = newest + 1;
    return this.#history
      .slice(Math.max(0, until - first), until)
      .map((row) => Object.assign({}, row, { kept: row.version >= oldest }))
      .toReversed();
  }

  /** Refuses a version that is not kept, by the rule alone: its files may still be there, and remembered. */
  async #checkKept(version: number, newest: number): Promise<void> {
    if (newest < 0 || (version <= newest && newest - version < RETENTION.versions)) return;
    const oldest = await this.#oldestKept(newest);
    if (version >= oldest && version <= newest) return;
    throw new VersionGoneError(
      `Cannot read version ${version} of ${this.#table} as it must be kept: ${describeKept(oldest, newest)}`,
    );
  }

  async #oldestKept(newest: number): Promise<number> {
    this.#reading = this.#reading.then(
      () => this.#follow(newest),
      () => this.#follow(newest),
    );
    await this.#reading;
    return keptFrom(this.#times.slice(0, newest + 1), this.#parts.now());
  }

  async #load(at: SnapshotAt): Promise<TableVersion> {
    try {
      const snapshot = await readSnapshot(this.#storage, this.#table, at);
      const files = await tableFiles(this.#table, snapshot, this.#parts.countRows);
      return { version: snapshot.version, files };
    } catch (error) {
      if (error instanceof MissingVersionError) throw new VersionGoneError(error.message, { cause: error });
      throw error;
    }
  }

  /** Reads the entries of the log that are new. */
  async #follow(newest: number): Promise<void> {
    for (let version = this.#history.length; version <= newest; version++) {
      const path = entryPath(this.#table, version);
      const actions = parseActions(new TextDecoder().decode(await this.#storage.read(path)), path);
      for (const { remove } of actions) if (remove) this.#sizes.delete(remove.path);
      for (const { add } of actions) {
        if (!add) continue;
        const stats = JSON.parse(add.stats ?? '{}') as { numRecords?: number };
        const rows = stats.numRecords ?? (await this.#rowsOf(add.path, add.size));
        this.#sizes.set(add.path, { rows, bytes: add.size });
      }
      const info = actions.find(({ commitInfo }) => commitInfo)?.commitInfo;
      this.#times.push(timeAfter(this.#times.at(-1), actions));
      const sizes = [...this.#sizes.values()];
      this.#history.push({
        version,
        time: info?.timestamp === undefined ? null : info.timestamp * 1000,
        operation: info?.operation ?? null,
        rows: sizes.reduce((sum, { rows }) => sum + rows, 0),
        files: sizes.length,
        bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
      });
    }
  }

  /** Rows of a file without statistics; those that are gone cannot be counted any more. */
  async #rowsOf(encoded: string, bytes: number): Promise<number> {
    try {
      return await this.#parts.countRows(`${this.#table}/${decodeURIComponent(encoded)}`, bytes);
    } catch {
      return 0;
    }
  }
}
