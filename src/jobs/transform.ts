import { runCommand } from '../node/command.ts';
import { runTransform } from '../node/transform-command.ts';

await runCommand(
  'transform',
  (signal) => runTransform(process.argv.slice(2), signal),
  'interrupted; what is done is kept: run the same command with --resume to go on',
);
