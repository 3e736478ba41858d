import { runCommand } from '../node/command.ts';
import { runServe } from '../node/serve-command.ts';

await runCommand('serve', (signal) => runServe(process.argv.slice(2), signal));
