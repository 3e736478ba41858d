import { runCommand } from '../node/command.ts';
import { runGenerate } from '../node/generate-command.ts';

await runCommand('generate', (signal) => runGenerate(process.argv.slice(2), signal));
