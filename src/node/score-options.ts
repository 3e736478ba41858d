import { parseCommand } from './arguments.ts';
import { UsageError } from './command.ts';

export const SCORE_HELP = `Usage: npx tsx src/jobs/score.ts --truth FILE [options]

Compares what a transform wrote with the truth about a stream that was broken on purpose.

  --truth FILE       truth.ndjson.gz as generate wrote it; generate.json is looked for beside it
  --output DIR       output folder of a transform of that stream, its only input (default: out)
  --json             print the score as JSON
  --help, --version

Found is, by kind of fault:
  duplicate          the table has the event once, and its copy is dropped
  conflict           the copy is in conflicts.ndjson.gz at its byte; the table has the event once, as it was
  future, missing_field, wrong_type, malformed_json
                     the element is in quarantine.ndjson.gz at its byte with its code and field, and not in the table
  late, out_of_order the table has the event once, at its time, in its date, at its place in its session
Recall is found / injected. Precision is found / claimed; claimed are the duplicates that run.json counts, the lines of
conflicts.ndjson.gz, the lines of quarantine.ndjson.gz with a code of the kind, or the rows of late and out-of-order events.
Events without a fault must be in the table exactly once; they are counted where there is a generate.json.

Exit codes: 0 all is 1; 2 something is not; 1 failed; 64 wrong usage; 130 interrupted.
`;

export interface ScoreArguments {
  truth: string;
  output: string;
  json: boolean;
}

/** Reads the command line of score; `help` and `version` where that is all that is asked for. */
export function parseScoreArguments(args: readonly string[]): ScoreArguments | 'help' | 'version' {
  const values = parseCommand(args, {
    truth: { type: 'string' },
    output: { type: 'string', default: 'out' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    version: { type: 'boolean', default: false },
  });
  if (values.help) return 'help';
  if (values.version) return 'version';
  const { truth, output, json } = values;
  if (truth === undefined)
    throw new UsageError('Cannot score as --truth must name a truth.ndjson.gz: there is no --truth');
  for (const [option, name] of [
    ['--truth', truth],
    ['--output', output],
  ] as const) {
    if (name === '')
      throw new UsageError(`Cannot use ${option} as it must name a file or folder: it is empty`);
  }
  return { truth, output, json };
}
