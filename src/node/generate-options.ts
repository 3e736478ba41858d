import { basename } from 'node:path';
import type { TextShape } from '../core/sinks/element-text.ts';
import { BOUNDS, type GenerateOptions, settle } from '../core/sources/shopper/options.ts';
import { PROFILES, type ProfileName } from '../core/sources/shopper/profiles.ts';
import { formatTimestamp } from '../core/time/timestamp.ts';
import { FAULT_KINDS } from '../core/truth.ts';
import { moment, parseCommand, share, wholeNumber, zoneName } from './arguments.ts';
import { UsageError } from './command.ts';
import { parseWorkers, type Workers } from './workers.ts';

export const GENERATE_HELP = `Usage: npx tsx src/jobs/generate.ts [options]

Generates the events of believable shoppers. The same options give the same events, to the byte.

  --count N             events (default: 100000)
  --output FILE|-       where they go (default: cart_events.json.gz): .json or .ndjson, with .gz for gzip;
                        - is NDJSON on standard output
  --seed S              whole number (default: drawn anew, printed and kept in generate.json)
  --until T             end of the period, exclusive: a day, whose start it is, or a time (default: now)
  --days D              length of the period (default: 90)
  --time-zone ZONE      the shop's zone, for time stamps and for the rhythm of its days (default: UTC)
  --profile P           realistic; uniform (the old simulator's, incoherent on purpose); skewed (a few products seen
                        a lot and hardly bought); burst (a flash crowd)
  --guests R            share of sessions of guests (default: 0.3)
  --buyers R            share of sessions that buy (default: 0.03)
  --abandonment R       share of carts that are abandoned (default: 0.7)
  --chaos KIND=R,...    share of events that are broken on purpose, by kind, or all=R for every kind; what was broken is
                        kept in truth.ndjson.gz. Kinds: duplicate, conflict, late, out_of_order, future, missing_field,
                        wrong_type, malformed_json
  --customers           also write customers.ndjson.gz: names and addresses of the customers who came
  --products            also write products.json: the catalogue
  --workers N|auto      threads (default: auto, by the events and the cores); the files are the same for any number
  --force               replace files that are there
  --json                progress and result as JSON lines
  --help, --version

Beside the events lies generate.json: options, counts, hashes and the figures of the report.
Exit codes: 0 done; 1 failed; 64 wrong usage; 130 interrupted.
`;

export interface GenerateArguments {
  options: GenerateOptions;
  /** `-` is standard output. */
  output: string;
  shape: TextShape;
  gzip: boolean;
  customers: boolean;
  products: boolean;
  workers: Workers;
  force: boolean;
  json: boolean;
}

/** Names of what lies beside the events; in any case, as some file systems tell no difference. */
const BESIDE = ['truth.ndjson.gz', 'generate.json', 'customers.ndjson.gz', 'products.json'];

/** What cannot be told from the command line alone. */
export interface Circumstances {
  /** Microseconds since 1970-01-01T00:00Z. */
  now: () => number;
  drawSeed: () => number;
}

/** Reads the command line of generate; `help` and `version` where that is all that is asked for. */
export function parseGenerateArguments(
  args: readonly string[],
  { now, drawSeed }: Circumstances,
): GenerateArguments | 'help' | 'version' {
  const values = parseCommand(args, {
    count: { type: 'string', default: '100000' },
    output: { type: 'string', default: 'cart_events.json.gz' },
    seed: { type: 'string' },
    until: { type: 'string' },
    days: { type: 'string', default: '90' },
    'time-zone': { type: 'string', default: 'UTC' },
    profile: { type: 'string', default: 'realistic' },
    guests: { type: 'string', default: '0.3' },
    buyers: { type: 'string', default: '0.03' },
    abandonment: { type: 'string', default: '0.7' },
    chaos: { type: 'string', default: '' },
    customers: { type: 'boolean', default: false },
    products: { type: 'boolean', default: false },
    workers: { type: 'string', default: 'auto' },
    force: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    version: { type: 'boolean', default: false },
  });
  if (values.help) return 'help';
  if (values.version) return 'version';
  const workers = parseWorkers(values.workers);
  // Engines have names of their own for some zones, and the events must not depend on the engine.
  zoneName(values['time-zone']);
  const options: GenerateOptions = {
    count: wholeNumber(values.count, '--count', ...BOUNDS.count),
    seed: values.seed === undefined ? drawSeed() : seedOf(values.seed),
    until: values.until === undefined ? now() : untilOf(values.until, values['time-zone']),
    days: wholeNumber(values.days, '--days', ...BOUNDS.days),
    profile: profileOf(values.profile),
    guests: share(values.guests, '--guests'),
    buyers: share(values.buyers, '--buyers'),
    abandonment: share(values.abandonment, '--abandonment'),
    timeZone: values['time-zone'],
    chaos: chaosOf(values.chaos),
  };
  checkOptions(options);
  const { output, json } = values;
  const [customers, products] = [values.customers, values.products];
  if (output === '-' && (values.chaos !== '' || customers || products || json)) {
    throw new UsageError(
      'Cannot write to standard output as --chaos, --customers, --products and --json need a file beside which theirs can lie',
    );
  }
  return { options, output, ...formOf(output), customers, products, workers, force: values.force, json };
}

function formOf(output: string): { shape: TextShape; gzip: boolean } {
  if (output === '-') return { shape: 'lines', gzip: false };
  const match = /.\.(json|ndjson|jsonl)(\.gz)?$/.exec(basename(output));
  if (match === null) {
    throw new UsageError(
      `Cannot write to ${JSON.stringify(output)} as it must end in .json, .json.gz, .ndjson or .ndjson.gz, or be -`,
    );
  }
  if (BESIDE.includes(basename(output).toLowerCase())) {
    throw new UsageError(
      `Cannot write to ${JSON.stringify(output)} as ${BESIDE.join(', ')} are the names of what lies beside the events`,
    );
  }
  return { shape: match[1] === 'json' ? 'array' : 'lines', gzip: match[2] !== undefined };
}

function seedOf(text: string): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) {
    throw new UsageError(
      `Cannot use --seed as it must be a whole number from 0 to 9007199254740991: ${JSON.stringify(text)}`,
    );
  }
  return value;
}

function untilOf(text: string, zone: string): number {
  const value = moment(text, '--until', zone);
  const [earliest, latest] = BOUNDS.until;
  if (!(value >= earliest && value <= latest)) {
    throw new UsageError(
      `Cannot use --until as it must be from ${formatTimestamp(earliest)} to ${formatTimestamp(latest)}: ${JSON.stringify(text)}`,
    );
  }
  return value;
}

function profileOf(text: string): ProfileName {
  if (!Object.hasOwn(PROFILES, text)) {
    throw new UsageError(
      `Cannot use --profile as it must be one of ${Object.keys(PROFILES).join(', ')}: ${JSON.stringify(text)}`,
    );
  }
  return text as ProfileName;
}

function chaosOf(text: string): NonNullable<GenerateOptions['chaos']> {
  if (text === '') return {};
  const rates = new Map<(typeof FAULT_KINDS)[number], number>();
  for (const part of text.split(',')) {
    const [name = '', ...rest] = part.split('=').map((word) => word.trim());
    const kinds = name === 'all' ? FAULT_KINDS : FAULT_KINDS.filter((kind) => kind === name);
    if (kinds.length === 0) {
      throw new UsageError(
        `Cannot use --chaos as its kinds must be among all, ${FAULT_KINDS.join(', ')}: ${JSON.stringify(name)}`,
      );
    }
    for (const kind of kinds) rates.set(kind, share(rest.join('='), `--chaos ${name}`));
  }
  return Object.fromEntries(rates);
}

/** What only the whole of the options can be wrong in. */
function checkOptions(options: GenerateOptions): void {
  try {
    settle(options);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
