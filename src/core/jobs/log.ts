import { ConflictError } from '../errors.ts';
import type { Followed } from './follow.ts';
import type { Job, JobRecord, JobResult } from './job.ts';
import { SEGMENT, segmentOf } from './segments.ts';
import { isEnd } from './states.ts';
import type { JobStore } from './store.ts';

/**
 * A job and its log. An entry is seen once it is stored, so that nobody knows what a crash forgets. Memory: a job; while it is
 * open, the entries since the segment in which it was opened.
 */
export class JobLog implements Followed {
  readonly #store: JobStore;
  readonly #onError: (error: unknown) => void;
  readonly #listeners = new Set<() => void>();
  #job: Job;
  #result: JobResult | null;
  #newest: JobRecord;
  /** The newest entries, those that are not stored yet included; undefined while the log is closed. */
  #records: JobRecord[] | undefined;
  /** Number of the newest entry that is stored. */
  #stored: number;
  #writing: Promise<void> | undefined;

  private constructor(store: JobStore, job: Job, stored: number, onError: (error: unknown) => void) {
    this.#store = store;
    this.#onError = onError;
    this.#job = job;
    this.#result = job.result;
    this.#newest = job.latest;
    this.#stored = stored;
  }

  /** The log of a job that is kept, closed. `onError` hears of entries that could not be stored. */
  static stored(store: JobStore, job: Job, onError: (error: unknown) => void): JobLog {
    return new JobLog(store, job, job.latest.number, onError);
  }

  /** Keeps a new job, or nothing of it; its log is open. */
  static async create(store: JobStore, job: Job, onError: (error: unknown) => void): Promise<JobLog> {
    const { id, task, createdAt, latest } = job;
    try {
      await store.create({ id, task, createdAt });
      await store.writeSegment(id, 0, { records: [latest], result: null, durable: true });
    } catch (error) {
      // A job without a log is none, and a folder may be left where its file was not written.
      if (!(error instanceof ConflictError)) await store.remove(id).catch(onError);
      throw error;
    }
    const log = new JobLog(store, job, 1, onError);
    log.#records = [latest];
    return log;
  }

  /** The job, as its newest stored entry has it. */
  get job(): Job {
    return this.#job;
  }

  get isEnded(): boolean {
    return isEnd(this.#job.latest.state);
  }

  /** The newest entry, whether it is stored yet or not. */
  get newest(): JobRecord {
    return this.#newest;
  }

  /** Makes it ready for more entries. */
  async open(): Promise<void> {
    if (this.#records !== undefined) return;
    const { id, latest } = this.#job;
    const { records } = await this.#store.readSegment(id, segmentOf(latest.number));
    if (records.at(-1)?.number !== latest.number) {
      throw new Error(
        `Cannot go on with job ${id} as its log must end with entry ${latest.number}: it does not`,
      );
    }
    this.#records = records;
  }

  /**
   * Adds an entry to an open log; settles when it can be seen. One that cannot be stored is told of and seen all the same; it is
   * stored with the next.
   */
  append(change: Partial<JobRecord> & { at: number }, result: JobResult | null = null): Promise<void> {
    const record = { ...this.#newest, ...change, number: this.#newest.number + 1 };
    this.#newest = record;
    this.#result = result;
    this.#records!.push(record);
    return (this.#writing ??= this.#write());
  }

  /** Settles when all entries can be seen. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  /** Forgets the entries, as far as they are stored. */
  async close(): Promise<void> {
    await this.#writing;
    if (this.#stored === this.#newest.number) this.#records = undefined;
  }

  latest(): JobRecord {
    return this.#job.latest;
  }

  async from(number: number): Promise<readonly JobRecord[]> {
    const held = this.#held(number);
    if (held !== undefined) return [held];
    const segment = segmentOf(number);
    const { records } = await this.#store.readSegment(this.#job.id, segment);
    const wanted = records.slice(number - 1 - segment * SEGMENT);
    if (wanted.length > 0) return wanted;
    throw new Error(`Cannot read job ${this.#job.id} as entry ${number} of its log must be there: it is not`);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #held(number: number): JobRecord | undefined {
    const records = this.#records ?? [];
    return records[number - (records[0]?.number ?? 0)];
  }

  async #write(): Promise<void> {
    try {
      while (this.#job.latest.number < this.#newest.number) {
        const newest = this.#newest;
        const result = this.#result;
        try {
          await this.#keep(newest, result);
        } catch (error) {
          this.#onError(error);
        }
        this.#job = { ...this.#job, latest: newest, result };
        for (const listener of this.#listeners) listener();
      }
    } finally {
      this.#writing = undefined;
    }
  }

  async #keep(newest: JobRecord, result: JobResult | null): Promise<void> {
    const records = this.#records!;
    const first = records[0]!.number;
    for (let segment = segmentOf(this.#stored + 1); segment <= segmentOf(newest.number); segment++) {
      const last = Math.min(newest.number, (segment + 1) * SEGMENT);
      const part = records.slice(Math.max(0, segment * SEGMENT + 1 - first), last + 1 - first);
      const fresh = records.slice(this.#stored - first, last + 1 - first);
      const hasChange = fresh.some(({ state }, i) => i > 0 && state !== fresh[i - 1]!.state);
      // What is full is not written again, so it has to last.
      const durable = hasChange || last === (segment + 1) * SEGMENT;
      await this.#store.writeSegment(this.#job.id, segment, { records: part, result, durable });
      this.#stored = last;
    }
  }
}
