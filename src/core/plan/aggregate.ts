import type { EventFacts } from '../aggregates/facts.ts';
import type { Report } from '../aggregates/report.ts';
import { sessionFacts } from '../aggregates/session-facts.ts';
import { sessions as sessionStatistics } from '../aggregates/sessions.ts';
import { sealDates, statistics } from '../aggregates/statistics.ts';
import type { Session } from '../event.ts';
import { SESSION_FIELDS } from '../fields.ts';
import { HashTable } from '../hash/hash-table.ts';
import { hashText } from '../hash/hash-text.ts';
import { readSnapshot } from '../lake/log.ts';
import { readParquet } from '../lake/read-parquet.ts';
import type { Storage } from '../storage/storage.ts';
import { calendar, openZone } from '../time/zone.ts';
import { TABLE } from './table-publication.ts';

export interface AggregateOptions {
  /** Zone of the days that sessions start on. */
  timeZone: string;
  /** Where patterns go that memory cannot hold. */
  temp?: Storage;
  /** Is told after each file of the table. */
  onFile?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

const EVENT_COLUMNS = [
  'event_type',
  'source',
  'device',
  'hour',
  'session_id',
  'customer_id',
  'product_id',
  'product_name',
] as const;
const SESSION_COLUMNS = SESSION_FIELDS.map(({ name }) => name);

/**
 * The report over what a transform wrote: the same aggregates over the same rows, and so the same digits. Memory: one row group,
 * 37 bytes a session, and what the aggregates hold.
 */
export async function aggregate(output: Storage, options: AggregateOptions): Promise<Report> {
  const { timeZone, temp, onFile, signal } = options;
  const snapshot = await readSnapshot(output, TABLE);
  if (snapshot.version < 0)
    throw new Error(`Cannot aggregate as there must be a table ${TABLE}: there is none`);
  const files = [...snapshot.files].sort(([a], [b]) => (a < b ? -1 : 1));
  const numbers = new HashTable();
  const hash = new Uint32Array(4);
  const events = statistics.create();
  for (const [i, [path, { partitionValues }]] of files.entries()) {
    signal?.throwIfAborted();
    const date = partitionValues['date'] as string;
    const part = statistics.create();
    for await (const rows of readParquet(output, `${TABLE}/${path}`, EVENT_COLUMNS)) {
      const facts = rows.map((row) => {
        hashText(row.session_id as string, hash, 0);
        return Object.assign(row, { date, session: numbers.add(hash, 0) }) as unknown as EventFacts;
      });
      statistics.add(part, facts);
    }
    if (
      files[i + 1]?.[1].partitionValues['date'] !== date &&
      files[i - 1]?.[1].partitionValues['date'] !== date
    )
      sealDates(part);
    statistics.merge(events, part);
    onFile?.(i + 1, files.length);
  }

  const zone = openZone(timeZone);
  const { day } = calendar();
  const fold = sessionStatistics({
    dateOf: (micros) => day(zone.toLocal(micros)),
    ...(temp && { storage: temp }),
  });
  const sessions = fold.create();
  for await (const rows of readParquet(output, 'session_metrics.parquet', SESSION_COLUMNS)) {
    signal?.throwIfAborted();
    await fold.add(sessions, (rows as unknown as Session[]).map(sessionFacts));
  }
  return { events: statistics.finish(events), sessions: await fold.finish(sessions) };
}
