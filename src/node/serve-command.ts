import { resolve } from 'node:path';
import { EXIT } from './command.ts';
import { openService } from './open-service.ts';
import { parseServeArguments, SERVE_HELP, type ServeArguments } from './serve-options.ts';
import { asServer } from './server-lock.ts';
import { jsonLog } from './server-log.ts';
import { version } from './version.ts';
import { welcome } from './welcome.ts';

/** Milliseconds that what is under way has when the server is told to stop; jobs have less, as their end is to be told. */
const [GRACE, JOB_GRACE] = [10_000, 8000];

/** The serve command: reads its arguments, answers requests until it is told to stop, and returns the exit code. */
export async function runServe(args: readonly string[], signal: AbortSignal): Promise<number> {
  const parsed = parseServeArguments(args, process.env);
  if (typeof parsed === 'string') {
    process.stdout.write(parsed === 'help' ? SERVE_HELP : `${version()}\n`);
    return EXIT.done;
  }
  const folder = resolve(parsed.data);
  return asServer(folder, `serve ${args.join(' ')}`.trim(), () => serve(folder, parsed, signal));
}

async function serve(folder: string, options: ServeArguments, signal: AbortSignal): Promise<number> {
  const log = jsonLog(
    (line) => process.stderr.write(line),
    () => new Date(),
  );
  let notReady: string | null = 'Starting';
  const opening = { folder, arguments: options, log, ready: () => notReady, patience: JOB_GRACE };
  const [service, { listen }] = await Promise.all([openService(opening), import('./http-server.ts')]);
  const { jobs } = service;
  try {
    const server = await listen(service.handle, options);
    try {
      const tableVersion = await service.tableVersion();
      notReady = null;
      const hasToken = options.token !== undefined;
      process.stdout.write(await welcome(server.url, { folder, tableVersion, jobs, hasToken }));
      log({ level: 'info', message: 'listening', url: server.url, data: folder, table: tableVersion });
      await aborted(signal);
    } finally {
      notReady = 'Stopping';
      log({ level: 'info', message: 'stopping' });
      // Who follows a job is told of its end, and leaves.
      await Promise.all([server.stop(GRACE), jobs.close()]);
    }
    return EXIT.done;
  } finally {
    await service.close();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve: done } = Promise.withResolvers<void>();
  if (signal.aborted) done();
  signal.addEventListener('abort', () => done(), { once: true });
  return promise;
}
