import { rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EVENTS } from '../core/plan/events-table.ts';
import { sharing } from '../core/questions/sharing.ts';
import type { Zone } from '../core/time/zone.ts';
import { attempt } from './atomic.ts';
import { EXIT } from './command.ts';
import { docsAsset } from './docs-assets.ts';
import { fileStorage } from './files.ts';
import { makeFolder } from './folders.ts';
import { lockFolder } from './lock.ts';
import { noJobs } from './no-jobs.ts';
import { type QuestionThread, questionThread } from './question-thread.ts';
import { parseServeArguments, SERVE_HELP, type ServeArguments } from './serve-options.ts';
import { jsonLog } from './server-log.ts';
import { inTableZone } from './table-zone.ts';
import { version } from './version.ts';

/** Milliseconds that what is under way has when the server is told to stop. */
const GRACE = 10_000;
const LOCAL_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/** The serve command: reads its arguments, answers requests until it is told to stop, and returns the exit code. */
export async function runServe(args: readonly string[], signal: AbortSignal): Promise<number> {
  const parsed = parseServeArguments(args, process.env);
  if (typeof parsed === 'string') {
    process.stdout.write(parsed === 'help' ? SERVE_HELP : `${version()}\n`);
    return EXIT.done;
  }
  const folder = resolve(parsed.data);
  // Imports lock the data folder itself; they go on while it is served.
  const own = join(folder, '.server');
  await attempt(`use ${folder}`, () => makeFolder(own));
  const lock = await lockFolder(own, `serve ${args.join(' ')}`.trim());
  try {
    return await serve(folder, parsed, signal);
  } finally {
    await lock.release();
    await rmdir(own).catch(() => {});
  }
}

async function serve(folder: string, options: ServeArguments, signal: AbortSignal): Promise<number> {
  const { host, port, token, isLocal, timeZone, cacheBytes, production } = options;
  const now = (): Date => new Date();
  const log = jsonLog((line) => process.stderr.write(line), now);
  const threads: QuestionThread[] = [];
  let notReady: string | null = 'Starting';

  function open(zone: Zone) {
    const thread = questionThread({ folder, table: EVENTS, timeZone: zone.name, cacheBytes });
    threads.push(thread);
    // What is asked for most is read at once. A table that cannot be read is told to whoever asks.
    thread.questions.statistics().catch(() => {});
    let handle: ((request: Request) => Promise<Response>) | undefined;
    return { thread, handle: (request: Request) => (handle ??= createHandler(zone, thread))(request) };
  }

  const current = await inTableZone(fileStorage(folder), timeZone, open);
  // What speaks HTTP takes a second to load; meanwhile the thread reads.
  const [{ createApp }, { listen }, { openMetrics }] = await Promise.all([
    import('../app.ts'),
    import('./http-server.ts'),
    import('./metrics.ts'),
  ]);
  const metrics = openMetrics();

  function createHandler(zone: Zone, thread: QuestionThread): (request: Request) => Promise<Response> {
    return createApp({
      questions: sharing(thread.questions),
      jobs: noJobs,
      zone,
      version: version(),
      now,
      clock: () => performance.now(),
      log,
      ready: () => notReady,
      assets: docsAsset,
      metrics: metrics.text,
      onAnswer: metrics.onAnswer,
      production,
      ...(token !== undefined && { token }),
      ...(isLocal && { hosts: LOCAL_HOSTS }),
    });
  }

  try {
    const server = await listen(async (request) => (await current()).handle(request), { host, port });
    try {
      const { thread } = await current();
      const tableVersion = await thread.questions.version();
      notReady = null;
      process.stdout.write(welcome(server.url, folder, tableVersion));
      log({ level: 'info', message: 'listening', url: server.url, data: folder, table: tableVersion });
      await aborted(signal);
    } finally {
      notReady = 'Stopping';
      log({ level: 'info', message: 'stopping' });
      await server.stop(GRACE);
    }
    return EXIT.done;
  } finally {
    await Promise.all(threads.map((thread) => thread.close()));
  }
}

function welcome(url: string, folder: string, tableVersion: number): string {
  const empty = `\nNo events yet: npx tsx src/jobs/import.ts fixtures/cart-events.json.gz --data ${folder}\n`;
  return `Cartograph answers at ${url}\n\n  ${url}/graphql   GraphiQL\n  ${url}/docs      REST\n${tableVersion < 0 ? empty : ''}\n`;
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve: done } = Promise.withResolvers<void>();
  if (signal.aborted) done();
  signal.addEventListener('abort', () => done(), { once: true });
  return promise;
}
