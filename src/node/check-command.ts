import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../core/plan/check.ts';
import { coherenceText } from '../core/sinks/coherence-text.ts';
import { shopText } from '../core/sinks/shop-text.ts';
import { openZone } from '../core/time/zone.ts';
import { parseCommand, wholeNumber, zoneName } from './arguments.ts';
import { EXIT, UsageError } from './command.ts';
import { gunzip } from './gunzip.ts';
import { openInputs } from './inputs.ts';
import { version } from './version.ts';

const HELP = `Usage: npx tsx src/jobs/check.ts --input FILE [options]

Says how a stream of raw events looks, and which of them could not have happened: a remove of what is not in the cart, a total
that does not add up, a session whose customer changes. Nothing is written.

  --input FILE|DIR|-   what to read, as transform reads it; may be given several times
  --time-zone ZONE     the shop's zone, for hours and days (default: UTC)
  --forget-after MIN   minutes after its last event at which a session is over; for less memory (default: none ever is)
  --examples N         examples of each broken rule (default: 3)
  --json               the reports as JSON
  --help, --version

Exit codes: 0 all could have happened; 1 failed; 2 some could not; 64 wrong usage; 130 interrupted.
`;
const MINUTE = 60_000;

/** The check command: reads its arguments, prints what it found, and returns the exit code. */
export async function runCheck(args: readonly string[], signal: AbortSignal): Promise<number> {
  const values = parseCommand(args, {
    input: { type: 'string', multiple: true },
    'time-zone': { type: 'string', default: 'UTC' },
    'forget-after': { type: 'string' },
    examples: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    version: { type: 'boolean', default: false },
  });
  if (values.help || values.version) {
    process.stdout.write(values.help ? HELP : `${version()}\n`);
    return EXIT.done;
  }
  if (values.input === undefined || values.input.includes('')) {
    throw new UsageError('Cannot check as --input must name a file, a folder or -');
  }
  zoneName(values['time-zone']);
  const tempDir = await mkdtemp(join(tmpdir(), 'cartograph-'));
  try {
    const opened = await openInputs(values.input, { tempDir, signal });
    const report = await check(opened.inputs, {
      zone: openZone(values['time-zone']),
      forgetAfter: forgetAfter(values['forget-after']),
      examples: wholeNumber(values.examples, '--examples', 0, 1000),
      gunzip,
      signal,
    });
    const { unreadable, coherence, shop } = report;
    const lost =
      unreadable === 0 ? '' : `\n${unreadable} elements are no JSON objects: transform says which\n`;
    process.stdout.write(
      values.json
        ? `${JSON.stringify(report, null, 2)}\n`
        : `${shopText(shop)}\n${coherenceText(coherence)}${lost}`,
    );
    return coherence.impossible > 0 || unreadable > 0 ? EXIT.amiss : EXIT.done;
  } finally {
    await rm(tempDir, { recursive: true, force: true });
  }
}

function forgetAfter(minutes: string | undefined): number {
  return minutes === undefined ? Infinity : wholeNumber(minutes, '--forget-after', 1, 10_000_000) * MINUTE;
}
