import { existsSync, renameSync, rmSync } from 'node:fs';
import { dataDirectory, eventsFile } from './data.ts';
import { runToEnd } from './measure.ts';

/** The shop's zone in the table; its offset is 7 hours all the year. */
export const TIME_ZONE = 'Asia/Ho_Chi_Minh';

/** Path of a data folder whose table `events` holds that many events, imported the first time: delete it after a change of either. */
export async function eventsTable(count: number): Promise<string> {
  const path = `${dataDirectory}table-${count}`;
  if (existsSync(path)) return path;
  const input = await eventsFile(count);
  const part = `${path}.part`;
  rmSync(part, { recursive: true, force: true });
  const args = ['src/jobs/import.ts', input, '--data', part, '--time-zone', TIME_ZONE];
  await runToEnd(process.execPath, ['--import', 'tsx', ...args], {});
  renameSync(part, path);
  return path;
}
