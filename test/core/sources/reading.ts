import { collect } from '../../../src/core/flow.ts';
import { gunzip as portableGunzip } from '../../../src/core/sources/gunzip.ts';
import { type Input, inputFromBytes } from '../../../src/core/sources/input.ts';
import { type ReadEventsOptions, readEvents } from '../../../src/core/sources/read-events.ts';

/** An element as tests look at it. */
export interface Seen {
  value: unknown;
  fault: string | null;
  offset: number | null;
  raw: string;
}

export interface SeeOptions extends ReadEventsOptions {
  /** Bytes in a chunk of the input. */
  chunkBytes?: number;
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Everything an input of these bytes is read as. */
export async function see(input: string | Uint8Array, options: SeeOptions = {}): Promise<Seen[]> {
  const bytes = typeof input === 'string' ? utf8(input) : input;
  const { chunkBytes = 65_536, gunzip = portableGunzip } = options;
  const whole = inputFromBytes('in', bytes, chunkBytes);
  const source: Input = { ...whole, stream: (signal) => spoiled(whole.stream(signal)) };
  const events = await collect(
    readEvents([source], { ...options, gunzip: (packed) => spoiled(gunzip(packed)) }),
  );
  return events.map((event) => ({
    value: event.value,
    fault: event.fault,
    offset: event.place().offset,
    raw: event.text().raw,
  }));
}

/** The same in short: values as JSON, faults by name. */
export async function read(input: string | Uint8Array, options: SeeOptions = {}): Promise<string[]> {
  return (await see(input, options)).map(({ value, fault }) => fault ?? JSON.stringify(value));
}

/** Chunks that are good until the next is asked for, and no longer. */
async function* spoiled(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of source) {
    const own = chunk.slice();
    yield own;
    own.fill(0x58);
  }
}

/** One chunk of bytes cut into several, each `size` long. */
export async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
