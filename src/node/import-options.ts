import { moment, parseCommandWithFiles, share, wholeNumber, zoneName } from './arguments.ts';
import { UsageError } from './command.ts';
import { parseWorkers, type Workers } from './workers.ts';

export const IMPORT_HELP = `Usage: npx tsx src/jobs/import.ts FILE... [options]

Puts raw cart events into the table "events" of a data folder: cleaned, without those whose ids came before, in the files or in
the table. What is there stays as it is; importing the same content again does nothing. The first of two events with one id wins.

  FILE                    what to read, in that order; a folder by path; - is standard input.
                          gzip, zip, a JSON array, NDJSON and quarantine files are told by their content
  --data DIR              the data folder (default: data)
  --time-zone ZONE        the shop's zone, for time stamps without an offset and for dates and hours; a new table keeps it, and
                          takes no other one later (default: the table's, UTC for a new one)
  --drop-guests           quarantine events without a customer_id
  --not-after TIME        quarantine events after this time (ISO 8601)
  --max-quarantine RATE   more than this share of refused events gives exit code 2 (default: 0.05)
  --workers N|auto        threads (default: auto, one a core and 8 at most, or one for small inputs); the results are the same
                          for any number
  --chunk-size EVENTS     events that pass between stages at once (default: 4096); the results are the same for any size
  --memory MB             memory for sorting (default: 512, at least 64), beside 37 bytes for every id in the table
  --temp-dir DIR          where temporary files go (default: a hidden folder in the data folder)
  --resume                go on from what an interrupted import of the same files and options has done
  --json                  progress and result as JSON lines
  --help, --version

Exit codes: 0 done; 1 failed; 2 done, but more than --max-quarantine was refused; 64 wrong usage; 130 interrupted.
`;

export interface ImportArguments {
  files: string[];
  data: string;
  /** Undefined where the table decides. */
  timeZone: string | undefined;
  dropGuests: boolean;
  /** As it was given: its zone is the table's. */
  notAfter: string | undefined;
  maxQuarantine: number;
  workers: Workers;
  chunkSize: number;
  memory: number;
  tempDir: string | undefined;
  resume: boolean;
  json: boolean;
}

/** Megabytes: a terabyte, so that what is derived from it stays exact. */
const MOST_MEMORY = 1_000_000;

/** Reads the command line of import; `help` and `version` where that is all that is asked for. */
export function parseImportArguments(args: readonly string[]): ImportArguments | 'help' | 'version' {
  const { values, files } = parseCommandWithFiles(args, {
    data: { type: 'string', default: 'data' },
    'time-zone': { type: 'string' },
    workers: { type: 'string', default: 'auto' },
    memory: { type: 'string', default: '512' },
    'chunk-size': { type: 'string', default: '4096' },
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
  if (files.length === 0) throw new UsageError('Cannot import as files to read are wanted: there are none');
  for (const [option, names] of [
    ['FILE', files],
    ['--data', [values.data]],
    ['--temp-dir', [values['temp-dir']]],
  ] as const) {
    if (names.includes(''))
      throw new UsageError(`Cannot use ${option} as it must name a file or folder: it is empty`);
  }
  const timeZone = values['time-zone'] === undefined ? undefined : zoneName(values['time-zone']);
  notAfterOf(values['not-after'], timeZone ?? 'UTC');
  return {
    files,
    data: values.data,
    timeZone,
    dropGuests: values['drop-guests'],
    notAfter: values['not-after'],
    maxQuarantine: share(values['max-quarantine'], '--max-quarantine'),
    workers: parseWorkers(values.workers),
    chunkSize: wholeNumber(values['chunk-size'], '--chunk-size', 1),
    memory: wholeNumber(values.memory, '--memory', 64, MOST_MEMORY),
    tempDir: values['temp-dir'],
    resume: values.resume,
    json: values.json,
  };
}

/** The moment of --not-after in a zone, in microseconds since 1970-01-01T00:00Z; null where none was given. */
export function notAfterOf(text: string | undefined, zone: string): number | null {
  return text === undefined ? null : moment(text, '--not-after', zone);
}
