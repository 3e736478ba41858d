import { runCommand } from '../node/command.ts';
import { runImport } from '../node/import-command.ts';

await runCommand(
  'import',
  (signal) => runImport(process.argv.slice(2), signal),
  'interrupted; the table is as it was: run the same command with --resume to go on',
);
