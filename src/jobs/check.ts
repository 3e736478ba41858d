import { runCheck } from '../node/check-command.ts';
import { runCommand } from '../node/command.ts';

await runCommand('check', (signal) => runCheck(process.argv.slice(2), signal));
