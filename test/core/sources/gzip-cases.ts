import { gzipSync } from 'fflate';
import { joinBytes } from '../../../src/core/sources/bytes.ts';
import { type Gunzip, gunzipProblems } from '../../../src/core/sources/gunzip.ts';
import { chunks, utf8 } from './reading.ts';

/** A gzip stream and what it comes to: its text, or what is wrong with it. */
export interface GzipCase {
  name: string;
  bytes: Uint8Array;
  text?: string;
  problem?: string;
}

const one = gzipSync(utf8('[{"event_id":"1"},{"event_id":"2"}]'), { filename: 'a.json', mtime: 1 });
const two = gzipSync(utf8('{"event_id":"3"}\n'), { mtime: 1 });
const none = gzipSync(new Uint8Array(0), { mtime: 1 });
const oneText = '[{"event_id":"1"},{"event_id":"2"}]';
const twoText = '{"event_id":"3"}\n';
const zeros = new Uint8Array(700);

function changed(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  const index = at < 0 ? copy.length + at : at;
  copy[index] = copy[index]! ^ 1;
  return copy;
}

export const gzipCases: GzipCase[] = [
  { name: 'one member', bytes: one, text: oneText },
  { name: 'two members', bytes: joinBytes([one, two]), text: oneText + twoText },
  { name: 'three members', bytes: joinBytes([two, one, two]), text: twoText + oneText + twoText },
  { name: 'an empty member', bytes: none, text: '' },
  { name: 'an empty member between two', bytes: joinBytes([one, none, two]), text: oneText + twoText },
  { name: 'zero padding', bytes: joinBytes([one, two, zeros]), text: oneText + twoText },
  { name: 'one zero byte', bytes: joinBytes([one, zeros.subarray(0, 1)]), text: oneText },
  { name: 'a wrong CRC-32', bytes: changed(one, -8), problem: gunzipProblems.checksum },
  {
    name: 'a wrong CRC-32 first',
    bytes: joinBytes([changed(one, -8), two]),
    problem: gunzipProblems.checksum,
  },
  { name: 'a wrong length', bytes: changed(one, -1), problem: gunzipProblems.length },
  { name: 'trailing text', bytes: joinBytes([one, utf8('{"event_id":"4"}')]) },
  { name: 'one trailing byte', bytes: joinBytes([one, utf8('x')]) },
  { name: 'text after zeros', bytes: joinBytes([one, zeros, utf8('x')]), problem: gunzipProblems.garbage },
  { name: 'a member after zeros', bytes: joinBytes([one, zeros, two]), problem: gunzipProblems.garbage },
  { name: 'a broken second header', bytes: joinBytes([one, changed(two, 2)]) },
  {
    name: 'a reserved flag',
    bytes: changed(
      changed(one, 3).map((b, i) => (i === 3 ? b | 0x80 : b)),
      9,
    ),
  },
  ...Array.from({ length: one.length - 1 }, (_, cut) => ({
    name: `${cut + 1} of ${one.length} bytes`,
    bytes: one.subarray(0, cut + 1),
    problem: gunzipProblems.cut,
  })),
  ...Array.from({ length: two.length - 1 }, (_, cut) => ({
    name: `a member and ${cut + 1} of ${two.length} bytes`,
    bytes: joinBytes([one, two.subarray(0, cut + 1)]),
    problem: gunzipProblems.cut,
  })),
];

/** What a stream comes to: its text, or the message of the error it ends in. */
export async function outcome(gunzip: Gunzip, bytes: Uint8Array, chunkBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of gunzip(chunks(bytes, chunkBytes)))
      text += decoder.decode(chunk, { stream: true });
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'no error';
  }
  return text;
}
