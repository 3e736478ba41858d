import { NotFoundError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import { JOB_ID } from './ids.ts';
import type { Job, JobRecord, JobResult } from './job.ts';
import { formatSegment, type LogPart, parseSegment } from './segments.ts';

/** The folder of all jobs in a data folder. */
export const JOBS = 'jobs';

/** Who runs a job, and until when that holds without another sign of life. */
export interface LeaseRecord {
  holder: string;
  /** Microseconds since 1970-01-01T00:00Z. */
  until: number;
}

/** What of a job never changes. */
export type JobHead = Pick<Job, 'id' | 'task' | 'createdAt'>;

/** Jobs as they lie in a storage: a folder each, with the task, the log in segments, and the lease of who runs it. */
export interface JobStore {
  /** Keeps a new job. @throws {ConflictError} where there is one with its id */
  create(head: JobHead): Promise<void>;
  /** Removes all that is kept of a job. */
  remove(id: string): Promise<void>;
  /** Writes a segment anew. It survives a power cut only where it is `durable`. */
  writeSegment(id: string, segment: number, part: WrittenPart): Promise<void>;
  /** The entries of a segment, up to the first that is torn; none where it is not there. */
  readSegment(id: string, segment: number): Promise<LogPart>;
  /** All jobs by their ids, rising. One that is torn is passed over, and told of. Memory: a job each. */
  list(onBroken: (id: string, error: unknown) => void): Promise<Job[]>;
  writeLease(id: string, lease: LeaseRecord): Promise<void>;
  /** Undefined where nobody holds one. */
  readLease(id: string): Promise<LeaseRecord | undefined>;
  removeLease(id: string): Promise<void>;
}

export interface WrittenPart {
  records: readonly JobRecord[];
  result: JobResult | null;
  durable: boolean;
}

/** Jobs that are read at once at the start. */
const AT_ONCE = 16;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Opens the jobs of a data folder's storage. */
export function jobStore(storage: Storage): JobStore {
  async function readJson(path: string): Promise<unknown> {
    return JSON.parse(decoder.decode(await storage.read(path)));
  }

  async function readSegment(id: string, segment: number): Promise<LogPart> {
    try {
      return parseSegment(decoder.decode(await storage.read(segmentPath(id, segment))), segment);
    } catch (error) {
      if (error instanceof NotFoundError) return { records: [], result: null };
      throw error;
    }
  }

  async function readJob(id: string, segments: number): Promise<Job> {
    const head = checkHead(id, await readJson(`${JOBS}/${id}/job.json`));
    // A power cut may have torn the newest segment: the one before it was kept when it was full.
    for (let segment = segments - 1; segment >= 0; segment--) {
      const { records, result } = await readSegment(id, segment);
      const latest = records.at(-1);
      if (latest !== undefined) return { ...head, latest, result };
    }
    throw new Error(`Cannot read job ${id} as its log must have an entry: it has none`);
  }

  return {
    async create(head) {
      await storage.writeNew(`${JOBS}/${head.id}/job.json`, encoder.encode(`${JSON.stringify(head)}\n`));
    },
    remove: (id) => storage.remove(`${JOBS}/${id}`),
    async writeSegment(id, segment, { records, result, durable }) {
      const text = formatSegment(records, result);
      await storage.write(segmentPath(id, segment), encoder.encode(text), { durable });
    },
    readSegment,
    async list(onBroken) {
      const found = [...segmentsOf((await storage.list(JOBS)).map(({ path }) => path))];
      const jobs: Job[] = [];
      for (let at = 0; at < found.length; at += AT_ONCE) {
        const read = found.slice(at, at + AT_ONCE).map(async ([id, segments]) => {
          try {
            return await readJob(id, segments);
          } catch (error) {
            onBroken(id, error);
            return undefined;
          }
        });
        for (const job of await Promise.all(read)) if (job !== undefined) jobs.push(job);
      }
      return jobs;
    },
    async writeLease(id, lease) {
      await storage.write(leasePath(id), encoder.encode(`${JSON.stringify(lease)}\n`), { durable: false });
    },
    async readLease(id) {
      if ((await storage.stat(leasePath(id))) === undefined) return undefined;
      return (await readJson(leasePath(id))) as LeaseRecord;
    },
    async removeLease(id) {
      await storage.remove(leasePath(id));
    },
  };
}

function segmentPath(id: string, segment: number): string {
  return `${JOBS}/${id}/log/${String(segment).padStart(5, '0')}.ndjson`;
}

function leasePath(id: string): string {
  return `${JOBS}/${id}/lease.json`;
}

/** How many segments each job has, by the paths of their files. */
function segmentsOf(paths: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const [, id = '', ...rest] = path.split('/');
    if (!JOB_ID.test(id)) continue;
    const segment = /^log\/(\d{5})\.ndjson$/.exec(rest.join('/'))?.[1];
    const count = segment === undefined ? 0 : Number(segment) + 1;
    counts.set(id, Math.max(counts.get(id) ?? 0, count));
  }
  return counts;
}

function checkHead(id: string, value: unknown): JobHead {
  const head = (value ?? {}) as Partial<JobHead>;
  const kind = head.task?.kind;
  if (
    head.id === id &&
    typeof head.createdAt === 'number' &&
    (kind === 'generation' || kind === 'transformation')
  ) {
    return { id, createdAt: head.createdAt, task: head.task! };
  }
  throw new Error(`Cannot read job ${id} as its job.json must have its id, time and task: it has not`);
}
