import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import { events, type EventsOptions } from './events.ts';

/** How the events of a file lie: over 90 days, all on one day, all in one session, or as NDJSON instead of an array. */
export type Variant = 'array' | 'one-date' | 'one-session' | 'ndjson';

/** Where inputs and outputs of the benches lie; nothing in it is kept in the repository. */
export const dataDirectory = fileURLToPath(new URL('data/', import.meta.url));

const variants: Record<Variant, { name: string; options: Partial<EventsOptions> }> = {
  array: { name: '.json', options: {} },
  'one-date': { name: '-one-date.json', options: { days: 1 } },
  'one-session': { name: '-one-session.json', options: { oneSession: true } },
  ndjson: { name: '.ndjson', options: {} },
};

/** Path of a gzipped file of that many events, written the first time; delete it after a change of the generator. */
export async function eventsFile(count: number, variant: Variant = 'array'): Promise<string> {
  const { name, options } = variants[variant];
  const path = `${dataDirectory}events-${count}${name}.gz`;
  if (existsSync(path)) return path;
  mkdirSync(dataDirectory, { recursive: true });
  const text = joinLines(events({ count, ...options }), variant !== 'ndjson');
  await pipeline(Readable.from(text), createGzip({ level: 4 }), createWriteStream(`${path}.part`));
  renameSync(`${path}.part`, path);
  return path;
}

function* joinLines(lines: Iterable<string>, asArray: boolean): Generator<Buffer, void, undefined> {
  let text = asArray ? '[\n' : '';
  let first = true;
  for (const line of lines) {
    if (!first) text += asArray ? ',\n' : '\n';
    first = false;
    text += line;
    if (text.length < 1 << 18) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(`${text}${asArray ? '\n]\n' : '\n'}`);
}
