import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { recover } from '../core/lake/publish.ts';
import { score } from '../core/plan/score.ts';
import { type Generated, parseGenerated } from '../core/plan/score/run.ts';
import { scoreText } from '../core/plan/score/text.ts';
import { TABLE } from '../core/plan/table-publication.ts';
import type { Storage } from '../core/storage/storage.ts';
import { EXIT, UsageError } from './command.ts';
import { fileStorage } from './files.ts';
import { gunzip } from './gunzip.ts';
import { lockFolder } from './lock.ts';
import { parseScoreArguments, SCORE_HELP } from './score-options.ts';
import { version } from './version.ts';

/** The score command: reads its arguments, prints the score, and returns the exit code, 2 where it is not perfect. */
export async function runScore(args: readonly string[], signal: AbortSignal): Promise<number> {
  const parsed = parseScoreArguments(args);
  if (parsed === 'help' || parsed === 'version') {
    process.stdout.write(parsed === 'help' ? SCORE_HELP : `${version()}\n`);
    return EXIT.done;
  }
  const [truth, folder] = [resolve(parsed.truth), resolve(parsed.output)];
  if ((await stat(truth).catch(() => undefined))?.isFile() !== true)
    throw new UsageError(`Cannot use --truth as it must name a truth.ndjson.gz: ${parsed.truth} is no file`);
  if ((await stat(folder).catch(() => undefined))?.isDirectory() !== true)
    throw new UsageError(
      `Cannot use --output as it must be the output folder of a transform: ${parsed.output} is no folder`,
    );
  const lock = await lockFolder(folder, `score ${args.join(' ')}`.trim());
  try {
    const output = fileStorage(folder);
    await recover(output, TABLE, { keep: () => true });
    const beside = fileStorage(dirname(truth));
    const name = basename(truth);
    const result = await score(output, beside.readStream(name), {
      name: parsed.truth,
      generated: await readGenerated(beside),
      gunzip,
      signal,
    });
    process.stdout.write(parsed.json ? `${JSON.stringify(result, null, 2)}\n` : scoreText(result));
    // Done, but not as it should be: 2 for a score as for too many refusals.
    return result.perfect ? EXIT.done : EXIT.amiss;
  } finally {
    await lock.release();
  }
}

async function readGenerated(beside: Storage): Promise<Generated | null> {
  const found = await beside.stat('generate.json');
  return found === undefined ? null : parseGenerated(await beside.read('generate.json'));
}
