import { DistinctNumbers } from '../aggregates/distinct.ts';
import type { ShopRows } from '../aggregates/shop/rows.ts';
import { ShopWatch } from '../aggregates/shop.ts';
import type { Product } from '../catalog/product.ts';
import { settle } from '../sources/shopper/options.ts';
import { openShop, type Shop } from '../sources/shopper/shop.ts';
import { writeNouns } from './generate-nouns.ts';
import { type GenerateRecord, recordOptions } from './generate-record.ts';
import { type GenerateRequest, writeHashed } from './generate-request.ts';
import { generateText, type TextCounts } from './generate-text.ts';
import { truthFile } from './generate-truth.ts';
import type { OutputRecord } from './output-record.ts';
import { once } from './side-files.ts';

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
  const names = namesOf(shop.shelves.products);
  const onRows = (rows: ShopRows): void => {
    watch.addRows(rows, names);
    if (paths.customers === null) return;
    for (const id of rows.customers) if (id !== 0) customers.add(id);
  };
  const writeSides = () => writeNouns(customers, request);
  const { counts, sha256, outputs } = await writeEvents(shop, { onRows, writeSides }, request);
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
  { onRows, writeSides }: { onRows: (rows: ShopRows) => void; writeSides: () => Promise<OutputRecord[]> },
  request: GenerateRequest,
): Promise<{ counts: TextCounts; sha256: string; outputs: OutputRecord[] }> {
  const { output, paths, shape, compress, openExecutor, createHasher, onProgress, signal } = request;
  const { count, chaos } = shop.scenario;
  const hasher = createHasher();
  const hasTruth = Object.values(chaos).some((rate) => rate > 0);
  const truth = hasTruth ? truthFile(request) : null;
  const executor = openExecutor?.();
  let counts: TextCounts | undefined;
  let sides: OutputRecord[] = [];

  async function* bytes(): AsyncGenerator<Uint8Array> {
    counts = yield* generateText(shop, {
      shape,
      compress: compress ?? undefined,
      executor,
      hasher,
      onRows,
      onProgress: (elements) => onProgress?.(Math.min(elements, count), count),
      ...(truth !== null && { onTruth: truth.write }),
      signal,
    });
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
  } finally {
    await executor?.close();
  }
}

function namesOf(products: readonly Product[]): string[] {
  const names: string[] = [];
  for (const { id, name } of products) names[id] = name;
  return names;
}
