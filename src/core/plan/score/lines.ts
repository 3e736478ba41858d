import { decodeText, joinBytes } from '../../sources/bytes.ts';
import { type Gunzip, GunzipError } from '../../sources/gunzip.ts';

/** An object of a file of JSON lines, with the line it stands in, from 1. */
export interface NumberedLine {
  line: number;
  value: Record<string, unknown>;
}

const LF = 0x0a;
/** Bytes: an element of 1 MiB, every byte of it escaped, fits in. */
const MOST_IN_LINE = 16_777_216;

/**
 * The objects of a gzipped file of JSON lines. Memory: the longest line, at most 16 MiB.
 *
 * @throws {Error} naming file and line, where it is no gzip, ends early, or has a line that is no JSON object
 */
export async function* readLines(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  gunzip: Gunzip,
): AsyncGenerator<NumberedLine> {
  let line = 0;
  try {
    for await (const text of splitLines(gunzip(bytes))) {
      line++;
      if (text.length > MOST_IN_LINE)
        throw new Error(
          `Cannot read ${name} as a line may have ${MOST_IN_LINE} bytes: line ${line} has more`,
        );
      const value = parseObject(text);
      if (value === undefined)
        throw new Error(`Cannot read ${name} as every line must be a JSON object: line ${line} is none`);
      yield { line, value };
    }
  } catch (error) {
    if (!(error instanceof GunzipError)) throw error;
    throw new Error(`${error.message} (${name}, after line ${line})`, { cause: error });
  }
}

/** Lines without their LF; one that is too long is handed on as far as it goes. */
async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      yield joinBytes([...held, chunk.subarray(start, end)]);
      [held, size] = [[], 0];
      start = end + 1;
    }
    if (start === chunk.length) continue;
    held.push(chunk.slice(start));
    size += chunk.length - start;
    if (size > MOST_IN_LINE) break;
  }
  if (size > 0) yield joinBytes(held);
}

function parseObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  const text = decodeText(bytes);
  if (text === undefined) return undefined;
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The value, where it is an object and no list. */
export function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
