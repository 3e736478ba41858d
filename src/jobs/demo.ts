import { runCommand } from '../node/command.ts';
import { runDemo } from '../node/demo-command.ts';

await runCommand(
  'demo',
  (signal) => runDemo(process.argv.slice(2), signal),
  'Interrupted: the same command goes on',
);
