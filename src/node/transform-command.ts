import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { conservation, type RunRecord } from '../core/plan/run-record.ts';
import type { TransformResult } from '../core/plan/transform.ts';
import { attempt } from './atomic.ts';
import { EXIT, UsageError } from './command.ts';
import { fileStorage } from './files.ts';
import { makeFolder } from './folders.ts';
import { whileLocked } from './lock.ts';
import { followLinks } from './links.ts';
import { findOtherOutput, nested } from './output-check.ts';
import { findOverlap } from './overlap.ts';
import { progressPrinter } from './progress.ts';
import { spoolOf, transformFolder } from './transform-folder.ts';
import { parseTransformArguments, TRANSFORM_HELP, type TransformArguments } from './transform-options.ts';
import { version } from './version.ts';

/** The transform command: reads its arguments, runs, prints what came of it, and returns the exit code. */
export async function runTransform(args: readonly string[], signal: AbortSignal): Promise<number> {
  const parsed = parseTransformArguments(args);
  if (parsed === 'help') return print(TRANSFORM_HELP);
  if (parsed === 'version') return print(`${version()}\n`);
  const output = resolve(parsed.output);
  const overlap = await findOverlap(parsed.inputs, output);
  if (overlap !== undefined) throw new UsageError(overlap.message);
  const other = await findOtherOutput(await followLinks(output));
  if (other !== undefined) throw new UsageError(nested(parsed.output, other));
  await attempt(`write to ${output}`, () => makeFolder(output));
  return whileLocked(output, `transform ${args.join(' ')}`.trim(), async () => {
    try {
      return await run(parsed, output, signal);
    } finally {
      await rm(spoolOf(output), { recursive: true, force: true });
    }
  });
}

async function run(parsed: TransformArguments, output: string, signal: AbortSignal): Promise<number> {
  const style = parsed.json ? 'json' : process.stderr.isTTY ? 'bar' : 'lines';
  const stream = parsed.json ? process.stdout : process.stderr;
  const printer = progressPrinter(
    style,
    (text) => stream.write(text),
    () => performance.now(),
  );
  try {
    const result = await transformFolder({
      inputs: parsed.inputs,
      output,
      options: { timeZone: parsed.timeZone, dropGuests: parsed.dropGuests, notAfter: parsed.notAfter },
      workers: parsed.workers,
      resources: { chunkSize: parsed.chunkSize, memory: parsed.memory },
      resume: parsed.resume,
      ...(parsed.tempDir !== undefined && { tempDir: parsed.tempDir }),
      onProgress: printer.show,
      signal,
    });
    printer.end();
    return await report(result, parsed, output);
  } catch (error) {
    printer.end();
    throw error;
  }
}

async function report(
  { record, report: fresh }: TransformResult,
  parsed: TransformArguments,
  output: string,
): Promise<number> {
  const refused = record.counts.read === 0 ? 0 : record.counts.quarantined / record.counts.read;
  const tooMany = refused > parsed.maxQuarantine;
  if (parsed.json) {
    print(
      `${JSON.stringify({ type: 'result', unchanged: fresh === null, output: parsed.output, ...record })}\n`,
    );
  } else {
    const text = await fileStorage(output).read('aggregation_report.txt');
    print(`${new TextDecoder().decode(text)}\n${summary(record, parsed.output, fresh === null)}`);
  }
  if (tooMany) {
    process.stderr.write(
      `transform: ${(refused * 100).toFixed(2)} % of the events were refused, more than --max-quarantine allows: ` +
        `see ${join(parsed.output, 'quarantine.ndjson.gz')}\n`,
    );
  }
  return tooMany ? EXIT.amiss : EXIT.done;
}

function summary({ counts, outputs }: RunRecord, output: string, unchanged: boolean): string {
  const reasons = Object.entries(counts.quarantined_by_code).map(([code, count]) => `${code} ${count}`);
  const files = outputs
    .filter(({ path }) => !path.startsWith('cart_events_cleaned/'))
    .map(({ path }) => path);
  return [
    conservation(counts),
    ...(reasons.length > 0 ? [`Refused: ${reasons.join(', ')}`] : []),
    '',
    ...(unchanged ? [`${output} holds this run already: nothing had to be done`] : []),
    `Table:  ${join(output, 'cart_events_cleaned')} (Delta Lake, ${counts.dates} dates; also plain Parquet)`,
    `Files:  ${files.join(', ')}`,
    '',
  ].join('\n');
}

function print(text: string): number {
  process.stdout.write(text);
  return EXIT.done;
}
