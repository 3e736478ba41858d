import { parseCommand, wholeNumber } from './arguments.ts';
import { UsageError } from './command.ts';

export const DEMO_HELP = `Usage: npm run demo -- [options]

Generates events into a folder of its own, transforms them, prints the report, and serves what came of it until Ctrl-C. Where the
folder holds events already, it goes on from there.

  --data DIR     the folder (default: demo)
  --count N      events, from 100 to 10000000 (default: 100000)
  --port N       where it is served; 0 for any port that is free (default: 4000)
  --once         ends after the report
  --help, --version

Exit codes: 0 done; 1 failed; 64 wrong usage; 130 interrupted, after which the same command goes on.
`;

export interface DemoArguments {
  data: string;
  count: number;
  port: string;
  once: boolean;
}

/** Reads the command line of the demo; `help` and `version` where that is all that is asked for. */
export function parseDemoArguments(args: readonly string[]): DemoArguments | 'help' | 'version' {
  const values = parseCommand(args, {
    data: { type: 'string', default: 'demo' },
    count: { type: 'string', default: '100000' },
    port: { type: 'string', default: '4000' },
    once: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    version: { type: 'boolean', default: false },
  });
  if (values.help) return 'help';
  if (values.version) return 'version';
  if (values.data === '') throw new UsageError('Cannot use --data as it must name a folder: it is empty');
  wholeNumber(values.port, '--port', 0, 65_535);
  return {
    data: values.data,
    count: wholeNumber(values.count, '--count', 100, 10_000_000),
    port: values.port,
    once: values.once,
  };
}
