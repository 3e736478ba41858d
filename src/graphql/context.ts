import type { Jobs } from '../core/jobs/jobs.ts';
import type { AsOf, Questions } from '../core/questions/questions.ts';
import { whileOpen } from './deadline.ts';
import { openView, type View } from './view.ts';

/** What resolvers share during one request. */
export interface Context {
  readonly questions: Questions;
  readonly jobs: Jobs;
  /** Aborted at the request's deadline, and when its client goes. */
  readonly signal: AbortSignal;
  /** The request's time, in microseconds since 1970-01-01T00:00Z. */
  readonly now: number;
  /** The table at a version; without one the newest, which stays the same throughout the request. */
  view(asOf?: AsOf): Promise<View>;
}

/** Asks or tells jobs, and stops waiting for their answer when the request ends. */
export function askJobs<T>({ jobs, signal }: Context, ask: (jobs: Jobs) => Promise<T>): Promise<T> {
  return whileOpen(signal, () => ask(jobs));
}

/** Opens the context of a request. */
export function openContext(request: Omit<Context, 'view'>): Context {
  const { questions, signal } = request;
  const views = new Map<string, View>();
  let newest: Promise<View> | undefined;

  function open(asOf?: AsOf): View {
    const key = JSON.stringify(asOf ?? null);
    const view = views.get(key) ?? openView(questions, signal, asOf);
    views.set(key, view);
    return view;
  }

  async function openNewest(): Promise<View> {
    const version = await open().ask((all) => all.version());
    return version < 0 ? open() : open({ version });
  }

  return {
    ...request,
    view: (asOf) => (asOf === undefined ? (newest ??= openNewest()) : Promise.resolve(open(asOf))),
  };
}
