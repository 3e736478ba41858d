import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import { generateText } from '../src/core/plan/generate-text.ts';
import type { TextShape } from '../src/core/sinks/element-text.ts';
import { type GenerateOptions, settle } from '../src/core/sources/shopper/options.ts';
import { openShop } from '../src/core/sources/shopper/shop.ts';
import { inOtherShape } from './other-shape.ts';

/**
 * How the events of a file lie: over 90 days, all on one day, all in one session, as NDJSON instead of an array, or as another
 * shop would write them.
 */
export type Variant = 'array' | 'one-date' | 'one-session' | 'ndjson' | 'other-shape';

/** Where inputs and outputs of the benches lie; nothing in it is kept in the repository. */
export const dataDirectory = fileURLToPath(new URL('data/', import.meta.url));

interface Form {
  name: string;
  shape: TextShape;
  options?: Partial<GenerateOptions>;
  /** Makes another text of the generated one. */
  rewrite?: (parts: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
}

const variants: Record<Variant, Form> = {
  array: { name: '.json', shape: 'array' },
  'one-date': { name: '-one-date.json', shape: 'array', options: { days: 1 } },
  'one-session': { name: '-one-session.json', shape: 'array', rewrite: inOneSession },
  ndjson: { name: '.ndjson', shape: 'lines' },
  'other-shape': { name: '-other-shape.json', shape: 'lines', rewrite: inOtherShape },
};

/**
 * Path of a gzipped file of that many events, and 1 % of them once more, written the first time:
 * delete the files after a change of the generator.
 */
export async function eventsFile(count: number, variant: Variant = 'array'): Promise<string> {
  const { name, shape, options, rewrite } = variants[variant];
  const path = `${dataDirectory}shop-${count}${name}.gz`;
  if (existsSync(path)) return path;
  mkdirSync(dataDirectory, { recursive: true });
  const shop = openShop(
    settle({ count, seed: 1, until: Date.UTC(2025, 10, 23) * 1000, chaos: { duplicate: 0.01 }, ...options }),
  );
  const parts = generateText(shop, { shape });
  const text = Readable.from(rewrite?.(parts) ?? parts);
  await pipeline(text, createGzip({ level: 4 }), createWriteStream(`${path}.part`));
  renameSync(`${path}.part`, path);
  return path;
}

async function* inOneSession(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, undefined> {
  for await (const part of parts) {
    const text = Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString();
    yield Buffer.from(text.replaceAll(/"session_id":"[^"]*"/g, '"session_id":"sess_endless"'));
  }
}
