import type { AsyncFold } from '../aggregates/fold.ts';
import type { SessionFacts } from '../aggregates/session-facts.ts';
import { sessions, type SessionsPart, type SessionStatistics } from '../aggregates/sessions.ts';
import type { ByteDictionary } from '../columns/byte-dictionary.ts';
import type { Storage } from '../storage/storage.ts';
import { calendar, openZone } from '../time/zone.ts';

/** What decides how sessions are counted, as plain data. */
export interface SessionFoldOptions {
  /** Zone of the days. */
  timeZone: string;
  /** Bytes of journey patterns counted at once. */
  patternBytes: number;
}

/**
 * The statistics of a run's sessions; in room that is lent there is one part at a time. Tasks may share the folder of the patterns,
 * as its files are named by their content.
 */
export function sessionFold(
  { timeZone, patternBytes }: SessionFoldOptions,
  temp: Storage,
  room?: ByteDictionary,
): AsyncFold<SessionFacts, SessionsPart, SessionStatistics> {
  const zone = openZone(timeZone);
  const { day } = calendar();
  return sessions({
    dateOf: (micros) => day(zone.toLocal(micros)),
    memory: patternBytes,
    storage: temp,
    folder: 'patterns',
    ...(room && { room }),
  });
}
