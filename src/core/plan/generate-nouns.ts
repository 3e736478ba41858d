import type { DistinctNumbers } from '../aggregates/distinct.ts';
import { createCatalog } from '../catalog/create-catalog.ts';
import { gzip } from '../sinks/gzip.ts';
import { type GenerateRequest, writeHashed } from './generate-request.ts';
import type { OutputRecord } from './output-record.ts';
import { once } from './side-files.ts';

/** What the ids in the events stand for, where it is asked for. */
export async function writeNouns(
  customers: DistinctNumbers,
  request: GenerateRequest,
): Promise<OutputRecord[]> {
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
