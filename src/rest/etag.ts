import type { Context, TypedResponse } from 'hono';
import { hashText } from '../core/hash/hash-text.ts';
import { callerOf } from './caller.ts';
import type { Desk } from './desk.ts';
import { type Envelope, jsonResponse } from './envelope.ts';

/** An answer, and the version of the table it was made of. */
export interface Versioned<Data> {
  version: number;
  envelope: Envelope<Data>;
}

/** A response that fits every route: what is in it is checked by tests, against the schemas. */
export type Answer = Response & TypedResponse<never, never, never>;

/** Counts up when the same table is answered otherwise than before. */
const FACE = 1;
const TAG = /(?:W\/)?("[^"]*")/g;
/** Answers may hold what is not for everyone, and are asked for anew each time: mostly it costs a 304. */
const CACHING = 'private, no-cache';

/**
 * Answers with 304 where the caller has the answer already: its tag names the version of the table, and the route with what was
 * asked. `moment` makes the tag a weak one that holds as long as the moment does.
 */
export async function versioned<Data>(
  context: Context,
  { questions, zone }: Desk,
  asked: readonly [route: string, ...parameters: unknown[]],
  answer: (signal: AbortSignal) => Promise<Versioned<Data>>,
  { moment }: { moment?: number } = {},
): Promise<Answer> {
  const question = textHash(JSON.stringify([FACE, zone.name, moment ?? null, ...asked]));
  const weak = moment === undefined ? '' : 'W/';
  const tagOf = (version: number): string => `${weak}"${version}-${question}"`;

  const held = context.req.header('if-none-match');
  if (held !== undefined) {
    const etag = tagOf(await questions.version());
    if (isHeld(etag, held)) return new Response(null, { status: 304, headers: headersOf(etag) }) as Answer;
  }
  const { version, envelope } = await answer(callerOf(context).signal);
  return jsonResponse(envelope, { headers: headersOf(tagOf(version)) }) as Answer;
}

/** Whether a caller has what a tag stands for, by its If-None-Match: weak and strong tags are the same here (RFC 9110, 13.1.2). */
export function isHeld(etag: string, held: string): boolean {
  const wanted = etag.replace(/^W\//, '');
  return held.trim() === '*' || [...held.matchAll(TAG)].some(([, tag]) => tag === wanted);
}

/** 64 bits of a text's hash, in hexadecimal. */
export function textHash(text: string): string {
  const words = new Uint32Array(4);
  hashText(text, words, 0);
  return Array.from(words.subarray(0, 2), (word) => word.toString(16).padStart(8, '0')).join('');
}

function headersOf(etag: string): Record<string, string> {
  return { etag, 'cache-control': CACHING };
}
