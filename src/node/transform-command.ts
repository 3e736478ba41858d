import { rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { conservation, type RunRecord } from '../core/plan/run-record.ts';
import { transform, type TransformResult } from '../core/plan/transform.ts';
import { attempt } from './atomic.ts';
import { EXIT, UsageError } from './command.ts';
import { fileStorage } from './files.ts';
import { makeFolder } from './folders.ts';
import { gunzip } from './gunzip.ts';
import { sha256 } from './hasher.ts';
import { openInputs } from './inputs.ts';
import { followLinks, isWithin } from './links.ts';
import { lockFolder } from './lock.ts';
import { progressPrinter } from './progress.ts';
import { tempFolder } from './temp-folder.ts';
import { parseTransformArguments, TRANSFORM_HELP, type TransformArguments } from './transform-options.ts';
import { version } from './version.ts';
import { threadsFor } from './workers.ts';

/** The transform command: reads its arguments, runs, prints what came of it, and returns the exit code. */
export async function runTransform(args: readonly string[], signal: AbortSignal): Promise<number> {
  const parsed = parseTransformArguments(args);
  if (parsed === 'help') return print(TRANSFORM_HELP);
  if (parsed === 'version') return print(`${version()}\n`);
  const output = resolve(parsed.output);
  await checkFolders(parsed.inputs, output);
  await attempt(`write to ${output}`, () => makeFolder(output));
  const lock = await lockFolder(output, `transform ${args.join(' ')}`.trim());
  try {
    return await withInputs(parsed, output, signal);
  } finally {
    await rm(spoolOf(output), { recursive: true, force: true });
    await lock.release();
  }
}

/** Where standard input is kept while a run reads it, unless temporary files are wanted elsewhere. */
function spoolOf(output: string): string {
  return join(output, '.spool');
}

async function withInputs(parsed: TransformArguments, output: string, signal: AbortSignal): Promise<number> {
  const opened = await openInputs(parsed.inputs, { tempDir: parsed.tempDir ?? spoolOf(output), signal });
  const style = parsed.json ? 'json' : process.stderr.isTTY ? 'bar' : 'lines';
  const stream = parsed.json ? process.stdout : process.stderr;
  const printer = progressPrinter(
    style,
    (text) => stream.write(text),
    () => performance.now(),
  );
  try {
    const result = await transform({
      inputs: opened.inputs,
      output: fileStorage(output),
      openTemp: (run) => tempFolder(tempPath(parsed, output, run)),
      options: { timeZone: parsed.timeZone, dropGuests: parsed.dropGuests, notAfter: parsed.notAfter },
      ...threadsFor(parsed.workers, opened.inputs, (run) => {
        return { temp: tempPath(parsed, output, run), output };
      }),
      resources: { chunkSize: parsed.chunkSize, memory: parsed.memory },
      resume: parsed.resume,
      version: version(),
      now: () => new Date(),
      createHasher: sha256,
      gunzip,
      onProgress: printer.show,
      signal,
    });
    printer.end();
    return await report(result, parsed, output);
  } catch (error) {
    printer.end();
    throw error;
  } finally {
    await opened.dispose();
  }
}

/** Spills lie in the run's staging folder, and go away with it, unless they are wanted elsewhere. */
function tempPath({ tempDir }: TransformArguments, output: string, run: string): string {
  return tempDir === undefined
    ? join(output, '.staging', run, 'tasks')
    : join(resolve(tempDir), `cartograph-${run}`);
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

/** An input in the output would be read and replaced at once, and so would an output in a folder of inputs. */
async function checkFolders(inputs: readonly string[], output: string): Promise<void> {
  const target = await followLinks(output);
  for (const input of inputs) {
    if (input === '-') continue;
    const path = await followLinks(resolve(input));
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() === true && path !== target && isWithin(target, path)) {
      throw new UsageError(
        `Cannot read ${input} as the output may replace it: give a copy of it that lies elsewhere`,
      );
    }
    const overlaps =
      path === target ||
      (found?.isDirectory() === true && (isWithin(path, target) || isWithin(target, path)));
    if (overlaps)
      throw new UsageError(
        `Cannot write to ${output} as the output must lie outside of the inputs: ${input} is one`,
      );
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return EXIT.done;
}
