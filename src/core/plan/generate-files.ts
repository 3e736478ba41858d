import { DistinctNumbers } from '../aggregates/distinct.ts';
import { ShopWatch } from '../aggregates/shop.ts';
import { createCatalog } from '../catalog/create-catalog.ts';
import { gzip } from '../sinks/gzip.ts';
import type { TextShape } from '../sinks/element-text.ts';
import { type GenerateOptions, settle } from '../sources/shopper/options.ts';
import { openShop, type Shop } from '../sources/shopper/shop.ts';
import type { Storage } from '../storage/storage.ts';
import type { TruthLine } from '../truth.ts';
import type { WireEvent } from '../wire-event.ts';
import { type GenerateRecord, recordOptions } from './generate-record.ts';
import { generateText, type TextCounts } from './generate-text.ts';
import { type Hasher, hashing } from './hashing.ts';
import type { OutputRecord } from './run-record.ts';
import { once } from './side-files.ts';

/** Where the files of a generation go, as paths of its output. */
export interface GeneratePaths {
  events: string;
  /** Written when there is chaos, and removed when there is none. */
  truth: string;
  record: string;
  /** The customers who came, a line each. */
  customers: string | null;
  /** The catalogue. */
  products: string | null;
}

export interface GenerateRequest {
  options: GenerateOptions;
  output: Storage;
  paths: GeneratePaths;
  shape: TextShape;
  /** Makes a gzip member of each part; null leaves the text as it is. */
  compress: ((text: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>) | null;
  /** Says who a customer is; needed where customers are written. */
  describeCustomer?: (id: number) => object;
  /** Version of Cartograph. */
  version: string;
  now: () => Date;
  createHasher: () => Hasher;
  /** Is told how many events are made, of all. */
  onProgress?: (events: number, count: number) => void;
  signal?: AbortSignal;
}

/**
 * Generates a file of events, the truth about what was broken in it, and the record of the run. The events appear at once when
 * they and all that belongs to them are there; the record comes last and tells what they are. Until they are all made, the files
 * of before stay as they were.
 */
export async function generateFiles(request: GenerateRequest): Promise<GenerateRecord> {
  const { output, paths, version, now } = request;
  const shop = openShop(settle(request.options));
  const watch = new ShopWatch({ zone: shop.scenario.zone });
  const customers = new DistinctNumbers();
  const onEvent = (event: WireEvent): void => {
    watch.add(event);
    if (event.customer_id !== null) customers.add(event.customer_id);
  };
  const writeSides = () => writeNouns(customers, request);
  const { counts, sha256, outputs } = await writeEvents(shop, { onEvent, writeSides }, request);
  const record: GenerateRecord = {
    version,
    finished_at: now().toISOString(),
    options: recordOptions(shop.scenario),
    elements: counts.elements,
    faults: counts.faults,
    text: { bytes: counts.bytes, sha256 },
    outputs,
    shop: watch.finish(),
  };
  await output.write(paths.record, once(`${JSON.stringify(record, null, 2)}\n`));
  return record;
}

async function writeEvents(
  shop: Shop,
  { onEvent, writeSides }: { onEvent: (event: WireEvent) => void; writeSides: () => Promise<OutputRecord[]> },
  request: GenerateRequest,
): Promise<{ counts: TextCounts; sha256: string; outputs: OutputRecord[] }> {
  const { output, paths, shape, compress, createHasher, onProgress, signal } = request;
  const { count, chaos } = shop.scenario;
  const hasher = createHasher();
  const hasTruth = Object.values(chaos).some((rate) => rate > 0);
  const truth = hasTruth ? truthFile(request) : null;
  let counts: TextCounts | undefined;
  let sides: OutputRecord[] = [];

  async function* bytes(): AsyncGenerator<Uint8Array> {
    const text = generateText(shop, {
      shape,
      hasher,
      onEvent,
      onProgress: (elements) => onProgress?.(Math.min(elements, count), count),
      ...(truth !== null && { onTruth: truth.write }),
      ...(signal !== undefined && { signal }),
    });
    counts = yield* compress === null ? text : packed(text, compress);
    sides = await writeSides();
    // The events appear after their truth, so that there are never events without it.
    await truth?.close();
  }

  try {
    const events = await writeHashed(request, paths.events, bytes());
    if (truth === null) await output.remove(paths.truth);
    const { elements, bytes: size, faults } = counts!;
    const written: OutputRecord[] = [{ path: paths.events, rows: elements, ...events }];
    if (truth !== null) {
      const rows = Object.values(faults).reduce((sum, found) => sum + found, 0);
      written.push({ path: paths.truth, rows, ...(await truth.done) });
    }
    written.push(...sides);
    return { counts: { elements, bytes: size, faults }, sha256: hasher.digest(), outputs: written };
  } catch (error) {
    await truth?.abandon(error);
    throw error;
  }
}

/** A file of truth that is written while the events are. */
function truthFile(request: GenerateRequest) {
  const encoder = new TextEncoder();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const done = writeHashed(request, request.paths.truth, gzip(readable.values()));
  // Asked for in the end, or when the events fail; until then its failure shows in what is written to it. A storage may fail
  // without a look at the bytes, and nobody would take them any more.
  done.catch((error: unknown) => writer.abort(error)).catch(() => {});
  return {
    done,
    write: (lines: readonly TruthLine[]) =>
      writer.write(encoder.encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))),
    close: async () => {
      await writer.close();
      await done;
    },
    /** @throws the error of the file itself, where that is why the events have failed */
    abandon: async (error: unknown) => {
      await writer.abort(error).catch(() => {});
      await done;
    },
  };
}

/** What the ids in the events stand for, where it is asked for. */
async function writeNouns(customers: DistinctNumbers, request: GenerateRequest): Promise<OutputRecord[]> {
  const { paths, describeCustomer } = request;
  const written: OutputRecord[] = [];
  if (paths.customers !== null && describeCustomer !== undefined) {
    const lines = gzip(customerLines(customers.values(), describeCustomer, request.signal));
    const file = await writeHashed(request, paths.customers, lines);
    written.push({ path: paths.customers, rows: customers.size, ...file });
  }
  if (paths.products !== null) {
    const products = createCatalog();
    const text = `[\n${products.map((product) => JSON.stringify(product)).join(',\n')}\n]\n`;
    written.push({
      path: paths.products,
      rows: products.length,
      ...(await writeHashed(request, paths.products, once(text))),
    });
  }
  return written;
}

async function* customerLines(
  ids: Float64Array,
  describe: (id: number) => object,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const id of ids) {
    signal?.throwIfAborted();
    yield encoder.encode(`${JSON.stringify(describe(id))}\n`);
  }
}

/** Writes a file; the record of before, which may tell of another in its place, goes when that one is about to be replaced. */
async function writeHashed(
  { output, paths, createHasher }: GenerateRequest,
  path: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  const hasher = createHasher();
  async function* hashed(): AsyncGenerator<Uint8Array> {
    yield* hashing(bytes, hasher);
    await output.remove(paths.record);
  }
  const size = await output.write(path, hashed());
  return { bytes: size, sha256: hasher.digest() };
}

/** Compresses each part while the next one is made. */
async function* packed(
  parts: AsyncGenerator<Uint8Array<ArrayBuffer>, TextCounts>,
  compress: (text: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array, TextCounts, undefined> {
  let packing: Promise<Uint8Array> | undefined;
  for (;;) {
    const { value, done } = await parts.next();
    if (packing !== undefined) yield await packing;
    if (done) return value;
    packing = compress(value);
    // Awaited after the next part; should that fail first, nobody asks any more.
    packing.catch(() => {});
  }
}
