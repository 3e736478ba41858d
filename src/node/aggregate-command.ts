import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { aggregate } from '../core/plan/aggregate.ts';
import { readRun } from '../core/plan/run-file.ts';
import { TABLE } from '../core/plan/table-publication.ts';
import { recover } from '../core/lake/publish.ts';
import { reportJson } from '../core/sinks/report-json.ts';
import { reportText } from '../core/sinks/report-text.ts';
import { summaryCsv } from '../core/sinks/summary-csv.ts';
import type { Storage } from '../core/storage/storage.ts';
import { parseCommand, zoneName } from './arguments.ts';
import { EXIT, UsageError } from './command.ts';
import { fileStorage } from './files.ts';
import { lockFolder } from './lock.ts';
import { version } from './version.ts';

const HELP = `Usage: npx tsx src/jobs/aggregate.ts [options]

Computes the report again from what a transform wrote: its table and its session_metrics.parquet.

  --input DIR        output folder of a transform (default: out)
  --output DIR       also write transformation_summary.csv, aggregation_report.txt and aggregation_metrics.json there
  --time-zone ZONE   the shop's zone (default: that of the transform)
  --json             print aggregation_metrics.json instead of the report for people
  --help, --version

Exit codes: 0 done; 1 failed; 64 wrong usage; 130 interrupted.
`;

/** The aggregate command: reads its arguments, prints the report, and returns the exit code. */
export async function runAggregate(args: readonly string[], signal: AbortSignal): Promise<number> {
  const values = parseCommand(args, {
    input: { type: 'string', default: 'out' },
    output: { type: 'string' },
    'time-zone': { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    version: { type: 'boolean', default: false },
  });
  if (values.help || values.version) {
    process.stdout.write(values.help ? HELP : `${version()}\n`);
    return EXIT.done;
  }
  const input = resolve(values.input);
  if ((await stat(input).catch(() => undefined))?.isDirectory() !== true) {
    throw new UsageError(
      `Cannot aggregate ${values.input} as it must be the output folder of a transform: it is no folder`,
    );
  }
  const lock = await lockFolder(input, `aggregate ${args.join(' ')}`.trim());
  const temp = await mkdtemp(join(tmpdir(), 'cartograph-'));
  try {
    const storage = fileStorage(input);
    await recover(storage, TABLE, { keep: () => true });
    const timeZone = values['time-zone'] ?? (await readRun(storage))?.options.timeZone ?? 'UTC';
    const report = await aggregate(storage, {
      timeZone: zoneName(timeZone),
      temp: fileStorage(temp),
      signal,
    });
    if (values.output !== undefined) {
      const target = fileStorage(resolve(values.output));
      await writeText(target, 'transformation_summary.csv', summaryCsv(report));
      await writeText(target, 'aggregation_report.txt', reportText(report));
      await writeText(target, 'aggregation_metrics.json', reportJson(report));
    }
    process.stdout.write(values.json ? reportJson(report) : reportText(report));
    return EXIT.done;
  } finally {
    await rm(temp, { recursive: true, force: true });
    await lock.release();
  }
}

async function writeText(storage: Storage, path: string, text: string): Promise<void> {
  await storage.write(path, new TextEncoder().encode(text));
}
