import { toColumns } from '../../src/core/columns/column.ts';
import type { CartEvent } from '../../src/core/event.ts';
import { FIELDS } from '../../src/core/fields.ts';
import type { Action, AddFile } from '../../src/core/lake/actions.ts';
import { commit, readSnapshot } from '../../src/core/lake/log.ts';
import { fileStats } from '../../src/core/lake/stats.ts';
import { encodePath, partitionFolder } from '../../src/core/lake/uri.ts';
import { STATS_COLUMNS } from '../../src/core/plan/write-days.ts';
import { ParquetFile } from '../../src/core/sinks/parquet.ts';
import type { Storage } from '../../src/core/storage/storage.ts';

export interface AppendOptions {
  /** Files that the events of a date are dealt to, one event after another. @default 1 */
  files?: number;
  /** Time of the commit in milliseconds since 1970-01-01T00:00Z. @default 0 */
  time?: number;
  /** Whether the log says what values the files hold. @default true */
  stats?: boolean;
  /** Paths of files that the commit takes out of the table. */
  remove?: readonly string[];
}

/** Commits events as files of a Delta table of cleaned events, one or more a date. */
export async function appendEvents(
  storage: Storage,
  table: string,
  events: readonly CartEvent[],
  options: AppendOptions = {},
): Promise<void> {
  const { files = 1, time = 0, remove = [] } = options;
  const { version } = await readSnapshot(storage, table);
  const parts = new Map<string, CartEvent[]>();
  events.forEach((event, i) => {
    const key = `${event.date}/${i % files}`;
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [event]);
    else part.push(event);
  });
  const actions: Action[] = [{ commitInfo: { timestamp: time, operation: 'WRITE' } }];
  if (version < 0) {
    actions.push({ protocol: { minReaderVersion: 1, minWriterVersion: 2 } });
    const format = { provider: 'parquet', options: {} };
    actions.push({
      metaData: { id: 'events', format, schemaString: '{}', partitionColumns: ['date'], configuration: {} },
    });
  }
  for (const path of remove) actions.push({ remove: { path: encodePath(path), dataChange: true } });
  for (const [key, part] of parts) {
    actions.push({
      add: await writeEvents(storage, table, `${version + 1}-${key.split('/')[1]}`, part, options),
    });
  }
  await commit(storage, table, version + 1, actions);
}

/** Writes a data file of events of one date; returns what the log says of it. */
export async function writeEvents(
  storage: Storage,
  table: string,
  name: string,
  events: readonly CartEvent[],
  { stats = true }: AppendOptions = {},
): Promise<AddFile> {
  const date = (events[0] as CartEvent).date;
  const file = new ParquetFile(FIELDS);
  file.append(toColumns(events, FIELDS), Uint32Array.from(events.keys()));
  const bytes = file.finish();
  const path = `${partitionFolder('date', date)}/part-${name}.snappy.parquet`;
  const size = await storage.write(`${table}/${path}`, bytes);
  const bounds = stats && { stats: fileStats(file.rows, file.bounds(), STATS_COLUMNS) };
  return {
    path: encodePath(path),
    partitionValues: { date },
    size,
    modificationTime: 0,
    dataChange: true,
    ...bounds,
  };
}
