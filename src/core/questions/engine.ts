import { NotFoundError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { Zone } from '../time/zone.ts';
import { ByteCache } from './engine/cache.ts';
import { cartStatesOf, pageOfAbandoned } from './engine/carts.ts';
import { customersById } from './engine/customers.ts';
import { eventsById } from './engine/event-ids.ts';
import { pageOfEvents } from './engine/events.ts';
import { answerFunnel } from './engine/funnel.ts';
import { answerJourneys } from './engine/journeys.ts';
import { pageOfOrders } from './engine/orders.ts';
import { Pace } from './engine/pace.ts';
import { productsById } from './engine/products.ts';
import { pageOfSessions, sessionsById } from './engine/sessions.ts';
import { answerStatistics } from './engine/statistics.ts';
import { answerTimeline } from './engine/timeline.ts';
import { answerTopProducts } from './engine/top-products.ts';
import { Versions } from './engine/versions.ts';
import { openCached, View } from './engine/view.ts';
import { checkCount } from './plain/order.ts';
import { type Asking, type Questions, VersionGoneError } from './questions.ts';

export interface EngineOptions {
  /** The shop's zone. */
  zone: Zone;
  /**
   * Bytes of columns, and of what is made of them, that are kept for the next question.
   *
   * @default 512 MB
   */
  cacheBytes?: number;
  /**
   * Tells which versions are still kept.
   *
   * @default the clock
   */
  now?: () => Date;
}

const DEFAULT_CACHE = 512 * 1024 * 1024;
/** How often a question begins anew because the version that it read has been replaced. */
const ATTEMPTS = 3;

/**
 * Questions answered from a Delta table of cleaned events: files are passed over by what the log says of them, columns are read
 * when a question needs them, and kept. Answers are those of `plainQuestions`. Memory: `cacheBytes`, and what a question holds
 * while it is answered: one file's columns for most of them, 20 bytes an event and 40 of columns for those about sessions.
 */
export function openQuestions(storage: Storage, table: string, options: EngineOptions): Questions {
  const { zone, cacheBytes = DEFAULT_CACHE, now = () => new Date() } = options;
  checkCount('keep columns', 'cacheBytes', cacheBytes, 0, Number.MAX_SAFE_INTEGER);
  const cache = new ByteCache(cacheBytes);
  const patient = new Pace();
  const versions = new Versions(storage, table, {
    countRows: async (path, bytes) => (await openCached(cache, storage, path, bytes)).rows,
    now,
  });

  async function ask<Answer>(
    { asOf, signal }: Asking,
    answer: (view: View) => Promise<Answer>,
  ): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted();
      const { version, files } = await versions.at(asOf);
      const view = new View(version, files, { zone, pace: new Pace(signal), patient, cache, storage });
      try {
        return await view.pace.until(answer(view));
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error;
        if (asOf !== undefined) {
          throw new VersionGoneError(`Cannot read version ${version} of ${table} as its files are gone`, {
            cause: error,
          });
        }
        // A newer version may have taken the files of the older one away.
        if (attempt === ATTEMPTS || (await versions.newest()) === version) throw error;
      }
    }
  }

  return {
    events: (question) => ask(question, (view) => pageOfEvents(view, question)),
    eventsById: (ids, asking = {}) => ask(asking, (view) => eventsById(view, ids)),
    sessions: (question) => ask(question, (view) => pageOfSessions(view, question)),
    sessionsById: (ids, asking = {}) => ask(asking, (view) => sessionsById(view, ids)),
    customersById: (ids, asking = {}) => ask(asking, (view) => customersById(view, ids)),
    productsById: (ids, asking = {}) => ask(asking, (view) => productsById(view, ids)),
    orders: (question) => ask(question, (view) => pageOfOrders(view, question)),
    statistics: (question = {}) => ask(question, (view) => answerStatistics(view, question)),
    topProducts: (question = {}) => ask(question, (view) => answerTopProducts(view, question)),
    abandonedCarts: (question) => ask(question, (view) => pageOfAbandoned(view, question)),
    cartStates: (ids, at, idleFor, asking = {}) =>
      ask(asking, (view) => cartStatesOf(view, ids, at, idleFor)),
    funnel: (question) => ask(question, (view) => answerFunnel(view, question)),
    journeys: (question) => ask(question, (view) => answerJourneys(view, question)),
    timeline: (question) => ask(question, (view) => answerTimeline(view, question)),
    version: () => versions.newest(),
    async versions(first) {
      checkCount('list versions', 'first', first, 0, 1000);
      return versions.list(first);
    },
  };
}
