import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { generateFiles } from '../core/plan/generate-files.ts';
import type { GeneratePaths } from '../core/plan/generate-request.ts';
import { type GenerateRecord, recordOptions } from '../core/plan/generate-record.ts';
import { generateText } from '../core/plan/generate-text.ts';
import { shopText } from '../core/sinks/shop-text.ts';
import { settle } from '../core/sources/shopper/options.ts';
import { openShop } from '../core/sources/shopper/shop.ts';
import { attempt } from './atomic.ts';
import { EXIT, UsageError } from './command.ts';
import { fileStorage } from './files.ts';
import { makeFolder } from './folders.ts';
import { GENERATE_HELP, type GenerateArguments, parseGenerateArguments } from './generate-options.ts';
import { gzipMember } from './gzip-member.ts';
import { sha256 } from './hasher.ts';
import { progressPrinter } from './progress.ts';
import { version } from './version.ts';
import { makersFor } from './workers.ts';

/** The generate command: reads its arguments, writes the files, prints the report, and returns the exit code. */
export async function runGenerate(args: readonly string[], signal: AbortSignal): Promise<number> {
  const parsed = parseGenerateArguments(args, {
    now: () => Math.floor(Date.now() / 1000) * 1_000_000,
    drawSeed: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
  });
  if (parsed === 'help' || parsed === 'version') {
    process.stdout.write(parsed === 'help' ? GENERATE_HELP : `${version()}\n`);
    return EXIT.done;
  }
  return parsed.output === '-' ? writeToStdout(parsed, signal) : writeFiles(parsed, signal);
}

async function writeFiles(parsed: GenerateArguments, signal: AbortSignal): Promise<number> {
  const file = resolve(parsed.output);
  const folder = dirname(file);
  const paths: GeneratePaths = {
    events: basename(file),
    truth: 'truth.ndjson.gz',
    record: 'generate.json',
    customers: parsed.customers ? 'customers.ndjson.gz' : null,
    products: parsed.products ? 'products.json' : null,
  };
  await attempt(`write to ${folder}`, () => makeFolder(folder));
  await refuseToReplace(folder, Object.values(paths), parsed.force);
  const stream = parsed.json ? process.stdout : process.stderr;
  const printer = progressPrinter(
    parsed.json ? 'json' : process.stderr.isTTY ? 'bar' : 'lines',
    (text) => stream.write(text),
    () => performance.now(),
  );
  // An interrupted run, too, can be made again.
  if (!parsed.json) sayOptions(parsed);
  let record: GenerateRecord;
  try {
    record = await generateFiles({
      options: parsed.options,
      output: fileStorage(folder),
      paths,
      shape: parsed.shape,
      compress: parsed.gzip ? gzipMember : null,
      ...makersFor(parsed.workers, parsed.options.count, folder),
      version: version(),
      now: () => new Date(),
      createHasher: sha256,
      ...(parsed.customers && { describeCustomer: await loadCustomers() }),
      onProgress: (events, count) => printer.show({ step: 'generate', done: events, total: count, events }),
      signal,
    });
  } finally {
    printer.end();
  }
  process.stdout.write(
    parsed.json
      ? `${JSON.stringify({ type: 'result', output: parsed.output, ...record })}\n`
      : `${shopText(record.shop)}\n${summary(record, parsed)}`,
  );
  return EXIT.done;
}

/** The dictionaries of names are large, and wanted by few. */
async function loadCustomers(): Promise<(id: number) => object> {
  const { createCustomers } = await import('../core/sources/customers.ts');
  return createCustomers();
}

async function refuseToReplace(
  folder: string,
  names: readonly (string | null)[],
  force: boolean,
): Promise<void> {
  for (const name of names) {
    if (name === null) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    // Whatever lies in a folder is more than anybody meant to replace.
    if (found?.isDirectory()) throw new UsageError(`Cannot write ${path} as it is a folder`);
    if (found !== undefined && !force)
      throw new UsageError(`Cannot write ${path} as it is there already: --force replaces it`);
  }
}

function summary(
  { options, elements, faults, outputs }: GenerateRecord,
  { output }: GenerateArguments,
): string {
  const injected = Object.entries(faults).map(([kind, count]) => `${kind} ${count}`);
  const zone = options.time_zone === 'UTC' ? '' : ` --time-zone ${options.time_zone}`;
  const notAfter = (faults.future ?? 0) > 0 ? ` --not-after ${options.until}` : '';
  const folder = dirname(output);
  const truth = join(folder, 'truth.ndjson.gz');
  return [
    `Seed ${options.seed}, until ${options.until}: with the same options these make the same events again`,
    ...(injected.length > 0 ? [`Broken on purpose: ${injected.join(', ')}`] : []),
    ...outputs.map(
      ({ path, rows, bytes }) => `${join(folder, path)}: ${rows ?? elements} rows, ${bytes} bytes`,
    ),
    '',
    `Next:  npx tsx src/jobs/transform.ts --input ${forShell(output)} --output out${zone}${notAfter}`,
    ...(injected.length > 0
      ? [`then:  npx tsx src/jobs/score.ts --truth ${forShell(truth)} --output out`]
      : []),
    '',
  ].join('\n');
}

function sayOptions({ options }: Pick<GenerateArguments, 'options'>): void {
  const { seed, until } = recordOptions(settle(options));
  process.stderr.write(`Seed ${seed}, until ${until}\n`);
}

/** A path as a shell takes it. */
function forShell(path: string): string {
  return /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

async function writeToStdout({ options, shape }: GenerateArguments, signal: AbortSignal): Promise<number> {
  const scenario = settle(options);
  sayOptions({ options });
  const { stdout } = process;
  const reader = new AbortController();
  for (const event of ['error', 'close']) stdout.once(event, () => reader.abort());
  const ended = AbortSignal.any([signal, reader.signal]);
  try {
    for await (const text of generateText(openShop(scenario), { shape, signal: ended })) {
      if (!stdout.write(text)) await once(stdout, 'drain', { signal: ended });
    }
  } catch (error) {
    // A reader that left wants no more.
    if (signal.aborted || !reader.signal.aborted) throw error;
  }
  return EXIT.done;
}
