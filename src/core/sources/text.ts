import { InputError, type Place } from '../errors.ts';
import type { ByteReader } from './byte-reader.ts';
import { decodeText, isSpace, skipSpace } from './bytes.ts';

/** What the elements of a text are: events themselves, or quarantined records that hold the text of one. */
export type Form = 'events' | 'quarantine';

/** Decompressed JSON: arrays, lines, or both one after the other. */
export interface Text {
  file: string;
  /** Name of the archive entry, null outside archives. */
  entry: string | null;
  form: Form;
  /** Bytes before the first one that matters: a byte order mark, white space. */
  offset: number;
  /** The text from there on, never empty; a chunk is good until the next is asked for. */
  bytes: AsyncIterable<Uint8Array>;
}

const MAX_FIRST_LINE = 16_777_216;
const QUARANTINE_KEYS = ['code', 'field', 'file', 'entry', 'offset', 'raw', 'encoding', 'rules'];

/** Finds out how a text begins. @throws {InputError} where it is empty or no JSON in UTF-8 */
export async function openText(reader: ByteReader, place: Place): Promise<Text> {
  const head = await reader.peek(4);
  let offset = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  if (isWide(head))
    throw new InputError('Cannot read text as UTF-8 is wanted: it is UTF-16, convert it', place);
  reader.skip(offset);
  let [first] = await reader.peek(1);
  while (isSpace(first)) {
    const chunk = await reader.peek(1);
    const spaces = skipSpace(chunk, 0);
    offset += spaces;
    reader.skip(spaces);
    [first] = await reader.peek(1);
  }
  if (first === undefined)
    throw new InputError('Cannot read events as there have to be some: it is empty', place);
  if (first !== 0x5b && first !== 0x7b) {
    const start = (await reader.peek(16)).subarray(0, 16);
    const problem = `Cannot read events as JSON is wanted, plain or in gzip or zip: it begins with ${show(start)}`;
    throw new InputError(problem, { ...place, offset });
  }
  const { file, entry } = place;
  const form = first === 0x7b && (await isQuarantine(reader)) ? 'quarantine' : 'events';
  return { file, entry, form, offset, bytes: reader.rest() };
}

/** A mark, or a bracket in 16 bits. */
function isWide([a, b]: Uint8Array): boolean {
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true;
  return (b === 0 && (a === 0x5b || a === 0x7b)) || (a === 0 && (b === 0x5b || b === 0x7b));
}

function show(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'));
  return `${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')} (${text.join('')})`;
}

async function isQuarantine(reader: ByteReader): Promise<boolean> {
  const start = decodeText((await reader.peek(64)).subarray(0, 64).filter((byte) => byte < 0x80)) ?? '';
  const key = /^\{\s*"([a-z]*)"/.exec(start)?.[1];
  if (key === undefined || !QUARANTINE_KEYS.includes(key)) return false;
  for (let wanted = 65_536; ; wanted *= 4) {
    const held = await reader.peek(wanted);
    const end = held.indexOf(0x0a);
    if (end === -1 && held.length >= wanted && wanted < MAX_FIRST_LINE) continue;
    const line = parse(decodeText(held.subarray(0, end === -1 ? held.length : end)) ?? '');
    if (typeof line !== 'object' || line === null) return false;
    const keys = Object.keys(line);
    return keys.length === QUARANTINE_KEYS.length && QUARANTINE_KEYS.every((name) => keys.includes(name));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
