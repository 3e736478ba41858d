import type { Position } from '../core/questions/page.ts';
import { badInput } from './errors.ts';

/** What rows are ordered by: a cursor is good for all lists with this order, and for no other. */
export type CursorOrder = 'event' | 'start' | 'end' | 'events' | 'cart' | 'orders' | 'value' | 'job' | 'log';

/** Writes a place in an order as opaque text: base64url of `order:key:id`. */
export function encodeCursor(order: CursorOrder, { key, id }: Position): string {
  const bytes = new TextEncoder().encode(`${order}:${key}:${id}`);
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Reads a place back. @throws {GraphQLError} naming the argument, for anything that `encodeCursor` did not write in this order */
export function decodeCursor(order: CursorOrder, argument: string, cursor: string): Position {
  const found = /^([a-z]+):(-?\d{1,16}):([\s\S]*)$/.exec(decode(cursor) ?? '');
  const key = Number(found?.[2]);
  if (found === null || found[1] !== order || !Number.isSafeInteger(key)) {
    throw badInput(argument, 'a cursor that a list in this order has given', cursor);
  }
  return { key, id: found[3] as string };
}

function decode(cursor: string): string | null {
  if (!/^[\w-]+$/.test(cursor)) return null;
  try {
    const text = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(text, (character) => character.charCodeAt(0)),
    );
  } catch {
    return null;
  }
}
