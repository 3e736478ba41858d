import { type AppOptions, createApp } from '../../src/app.ts';
import type { LogEntry } from '../../src/app/log.ts';
import type { Jobs } from '../../src/core/jobs/jobs.ts';
import { plainQuestions } from '../../src/core/questions/plain.ts';
import { openZone } from '../../src/core/time/zone.ts';
import { quietJobs } from '../support/jobs.ts';

/** Jobs that write down which commands they are given, and refuse each. */
export function watchedJobs(): { jobs: Jobs; commands: string[] } {
  const commands: string[] = [];
  const done = <Outcome>(name: string, outcome: Outcome) => {
    return async (): Promise<Outcome> => {
      commands.push(name);
      return outcome;
    };
  };
  const refused = { outcome: 'invalid', field: 'count', message: 'Not now' } as const;
  return {
    commands,
    jobs: {
      ...quietJobs,
      startGeneration: done('startGeneration', refused),
      startTransformation: done('startTransformation', refused),
      cancel: done('cancelJob', { outcome: 'not_found' }),
      resume: done('resumeJob', { outcome: 'not_found' }),
      restoreTable: done('restoreTable', { outcome: 'version_gone', message: 'Gone' }),
    },
  };
}

/** The whole service over a table without events, and which commands it was given. */
export function openService(options: Partial<AppOptions> = {}) {
  const log: LogEntry[] = [];
  const { jobs, commands } = watchedJobs();
  const app = createApp({
    questions: plainQuestions([]),
    jobs,
    zone: openZone('UTC'),
    version: '1.2.3',
    now: () => new Date('2025-11-22T17:00:00Z'),
    clock: () => 0,
    log: (entry) => void log.push(entry),
    ready: () => null,
    metrics: async () => ({ type: 'text/plain', body: 'measured 1\n' }),
    ...options,
  });
  return {
    app,
    log,
    commands,
    ask: (path: string, init: RequestInit = {}): Promise<Response> =>
      app(new Request(new URL(path, 'http://localhost:4000'), init)),
  };
}
