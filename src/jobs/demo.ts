import { runCommand } from '../node/command.ts';
import { runDemo } from '../node/demo-command.ts';

await runCommand('demo', runDemo);
