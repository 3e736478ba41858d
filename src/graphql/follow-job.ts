import type { JobRecord } from '../core/jobs/job.ts';
import { builder } from './builder.ts';
import { askJobs } from './context.ts';
import { codedError } from './errors.ts';
import { JobProgress, logNumber, type Progress } from './job-progress.ts';
import { QUESTION_COST } from './limits.ts';

builder.subscriptionField('jobProgress', (t) =>
  t.field({
    type: JobProgress,
    description:
      'The log of a job: the entries that are there, then those that are added; it ends with the job. A job that is not there: error NOT_FOUND.',
    complexity: QUESTION_COST,
    args: {
      id: t.arg.id({ required: true, description: 'Id of the job.' }),
      after: t.arg.string({
        description: 'Only entries after this cursor, for those who come back. All where it is left out.',
      }),
    },
    subscribe: async (_, { id, after }, context) => {
      const number = logNumber(id, after);
      const leaving = new AbortController();
      const signal = AbortSignal.any([context.signal, leaving.signal]);
      const log = await askJobs(context, (jobs) => jobs.follow(id, { after: number, signal }));
      if (log === null) throw codedError('NOT_FOUND', 'There is no job with this id');
      return new Following(id, log, leaving);
    },
    resolve: (progress) => progress,
  }),
);

/** The log of a job, entry by entry as they are asked for. Whoever leaves while waiting for one ends it at once. */
class Following implements AsyncIterableIterator<Progress> {
  readonly #job: string;
  readonly #records: AsyncIterator<JobRecord>;
  readonly #leaving: AbortController;

  constructor(job: string, log: AsyncIterable<JobRecord>, leaving: AbortController) {
    this.#job = job;
    this.#records = log[Symbol.asyncIterator]();
    this.#leaving = leaving;
  }

  async next(): Promise<IteratorResult<Progress>> {
    const { done, value } = await this.#records.next();
    return done === true ? { done, value: undefined } : { value: { job: this.#job, record: value } };
  }

  async return(): Promise<IteratorResult<Progress>> {
    // A generator that waits hears of its return only when it goes on.
    this.#leaving.abort();
    await this.#records.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
