import { runCommand } from '../node/command.ts';
import { runScore } from '../node/score-command.ts';

await runCommand('score', (signal) => runScore(process.argv.slice(2), signal));
