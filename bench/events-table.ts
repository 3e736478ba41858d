import { existsSync, renameSync, rmSync } from 'node:fs';
import type { CartEvent } from '../src/core/event.ts';
import type { Action } from '../src/core/lake/actions.ts';
import { commit } from '../src/core/lake/log.ts';
import { generate } from '../src/core/sources/generate.ts';
import { batchCleaner } from '../src/core/stages/clean.ts';
import { fileStorage } from '../src/node/files.ts';
import { writeEvents } from '../test/support/events-table.ts';
import { rawEvents } from '../test/support/raw-events.ts';
import { dataDirectory } from './data.ts';

/** Path of a folder whose table `events` holds that many generated events, a file a date; written the first time. */
export async function eventsTable(count: number): Promise<string> {
  const path = `${dataDirectory}lake-${count}`;
  if (existsSync(path)) return path;
  const part = `${path}.part`;
  rmSync(part, { recursive: true, force: true });
  const storage = fileStorage(part);
  const clean = batchCleaner({ timeZone: 'Asia/Ho_Chi_Minh' });
  const days = new Map<string, CartEvent[]>();
  const format = { provider: 'parquet', options: {} };
  const actions: Action[] = [
    { commitInfo: { timestamp: Date.UTC(2025, 10, 23), operation: 'WRITE' } },
    { protocol: { minReaderVersion: 1, minWriterVersion: 2 } },
    { metaData: { id: 'events', format, schemaString: '{}', partitionColumns: ['date'], configuration: {} } },
  ];
  async function close(date: string): Promise<void> {
    actions.push({ add: await writeEvents(storage, 'events', '0', days.get(date) as CartEvent[]) });
    days.delete(date);
  }
  for await (const batch of generate({
    count,
    seed: 1,
    until: Date.UTC(2025, 10, 23) * 1000,
    timeZone: 'Asia/Ho_Chi_Minh',
  })) {
    for (const event of clean(rawEvents(batch))) {
      const day = days.get(event.date);
      if (day === undefined) days.set(event.date, [event]);
      else day.push(event);
    }
    // Events come in order of time: the days before the last two are whole.
    for (const date of [...days.keys()].toSorted().slice(0, -2)) await close(date);
  }
  for (const date of days.keys()) await close(date);
  await commit(storage, 'events', 0, actions);
  renameSync(part, path);
  return path;
}
