import type { OpenJobs } from '../core/jobs/open-jobs.ts';
import { EVENTS } from '../core/plan/events-table.ts';
import { sharing } from '../core/questions/sharing.ts';
import type { Zone } from '../core/time/zone.ts';
import type { Log } from '../app/log.ts';
import { docsAsset } from './docs-assets.ts';
import { fileStorage } from './files.ts';
import { type QuestionThread, questionThread } from './question-thread.ts';
import type { ServeArguments } from './serve-options.ts';
import { inTableZone } from './table-zone.ts';
import { version } from './version.ts';

export interface ServiceOptions {
  /** The data folder; this process is its server. */
  folder: string;
  arguments: ServeArguments;
  log: Log;
  /** Null as long as questions are answered; otherwise why not. */
  ready: () => string | null;
  /** Milliseconds that a job has to end when it is told to. */
  patience: number;
}

/** What a server serves. */
export interface Service {
  handle: (request: Request) => Promise<Response>;
  jobs: OpenJobs;
  /** Version of the table of events, -1 where there is none; it is there when questions can be answered. */
  tableVersion: () => Promise<number>;
  /** Interrupts jobs, and ends the threads. */
  close: () => Promise<void>;
}

const LOCAL_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/** Opens questions and jobs of a data folder, and the app that answers about them. */
export async function openService(options: ServiceOptions): Promise<Service> {
  const { folder, log, ready, patience } = options;
  const { token, isLocal, timeZone, cacheBytes, production, cors, compat } = options.arguments;
  const now = (): Date => new Date();
  const threads: QuestionThread[] = [];

  function open(zone: Zone) {
    const thread = questionThread({ folder, table: EVENTS, timeZone: zone.name, cacheBytes });
    threads.push(thread);
    // What is asked for most is read at once. A table that cannot be read is told to whoever asks.
    thread.questions.statistics().catch(() => {});
    let handle: Service['handle'] | undefined;
    return { thread, handle: (request: Request) => (handle ??= createHandler(zone, thread))(request) };
  }

  async function close(): Promise<void> {
    await Promise.all(threads.map((thread) => thread.close()));
  }

  const current = await inTableZone(fileStorage(folder), timeZone, open);
  // What speaks HTTP takes a second to load; meanwhile the thread reads.
  const opening = import('./folder-jobs.ts').then(({ openFolderJobs }) =>
    openFolderJobs({ folder, timeZone: timeZone ?? 'UTC', now, log, patience }),
  );
  const loading = Promise.all([import('../app.ts'), import('./metrics.ts'), opening]);
  const [{ createApp }, { openMetrics }, jobs] = await loading.catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const metrics = openMetrics({ jobs: () => jobs.active() });

  function createHandler(zone: Zone, thread: QuestionThread): Service['handle'] {
    return createApp({
      questions: sharing(thread.questions),
      jobs,
      zone,
      version: version(),
      now,
      clock: () => performance.now(),
      log,
      ready,
      assets: docsAsset,
      metrics: metrics.text,
      onAnswer: metrics.onAnswer,
      onSubscription: metrics.openSubscriptions(),
      production,
      compat,
      allowedOrigins: cors,
      ...(token !== undefined && { token }),
      ...(isLocal && { hosts: LOCAL_HOSTS }),
    });
  }

  return {
    handle: async (request) => (await current()).handle(request),
    jobs,
    tableVersion: async () => (await current()).thread.questions.version(),
    async close() {
      await jobs.close();
      await close();
    },
  };
}
