import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { moment, parseCommand, share, wholeNumber, zoneName } from './arguments.ts';
import { UsageError } from './command.ts';
import { parseWorkers, type Workers } from './workers.ts';

export const TRANSFORM_HELP = `Usage: npx tsx src/jobs/transform.ts [options]

Turns raw cart events into a clean table, sessions and reports. Without --input it transforms the sample in fixtures/.

  --input FILE|DIR|-      what to read; may be given several times, read in that order; a folder by path; - is standard input.
                          gzip, zip, a JSON array, NDJSON and quarantine files are told by their content
  --output DIR            where the results go (default: out)
  --time-zone ZONE        the shop's zone, for time stamps without an offset and for dates and hours (default: UTC)
  --drop-guests           quarantine events without a customer_id
  --not-after TIME        quarantine events after this time (ISO 8601)
  --max-quarantine RATE   more than this share of refused events gives exit code 2 (default: 0.05)
  --resume                go on from what an interrupted run of the same command has done
  --workers N|auto        threads (default: auto, one a core and 8 at most, or one for small inputs); the results are the same
                          for any number
  --chunk-size EVENTS     events that pass between stages at once (default: 4096); the results are the same for any size
  --memory MB             memory for keys and sorting (default: 512, at least 64); the results are the same for any amount
  --temp-dir DIR          where temporary files go (default: a hidden folder in the output folder)
  --json                  progress and result as JSON lines
  --help, --version

Exit codes: 0 done; 1 failed; 2 done, but more than --max-quarantine was refused; 64 wrong usage; 130 interrupted.
`;

export interface TransformArguments {
  inputs: string[];
  output: string;
  timeZone: string;
  dropGuests: boolean;
  notAfter: number | null;
  maxQuarantine: number;
  resume: boolean;
  workers: Workers;
  chunkSize: number;
  memory: number;
  tempDir: string | undefined;
  json: boolean;
}

/** Megabytes: a terabyte, so that what is derived from it stays exact. */
const MOST_MEMORY = 1_000_000;
const SAMPLE = fileURLToPath(new URL('../../fixtures/cart-events.json.gz', import.meta.url));

/** Reads the command line of transform; `help` and `version` where that is all that is asked for. */
export function parseTransformArguments(args: readonly string[]): TransformArguments | 'help' | 'version' {
  const values = parseCommand(args, {
    input: { type: 'string', multiple: true },
    output: { type: 'string', default: 'out' },
    'time-zone': { type: 'string', default: 'UTC' },
    workers: { type: 'string', default: 'auto' },
    'chunk-size': { type: 'string', default: '4096' },
    memory: { type: 'string', default: '512' },
    'temp-dir': { type: 'string' },
    'drop-guests': { type: 'boolean', default: false },
    'not-after': { type: 'string' },
    'max-quarantine': { type: 'string', default: '0.05' },
    resume: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    version: { type: 'boolean', default: false },
  });
  if (values.help) return 'help';
  if (values.version) return 'version';
  for (const [option, names] of [
    ['--output', [values.output]],
    ['--temp-dir', [values['temp-dir']]],
    ['--input', values.input ?? []],
  ] as const) {
    if (names.includes(''))
      throw new UsageError(`Cannot use ${option} as it must name a file or folder: it is empty`);
  }
  return {
    inputs: values.input ?? [relative(process.cwd(), SAMPLE)],
    output: values.output,
    timeZone: zoneName(values['time-zone']),
    dropGuests: values['drop-guests'],
    notAfter:
      values['not-after'] === undefined
        ? null
        : moment(values['not-after'], '--not-after', values['time-zone']),
    maxQuarantine: share(values['max-quarantine'], '--max-quarantine'),
    resume: values.resume,
    workers: parseWorkers(values.workers),
    chunkSize: wholeNumber(values['chunk-size'], '--chunk-size', 1),
    memory: wholeNumber(values.memory, '--memory', 64, MOST_MEMORY),
    tempDir: values['temp-dir'],
    json: values.json,
  };
}
