import { runAggregate } from '../node/aggregate-command.ts';
import { runCommand } from '../node/command.ts';

await runCommand('aggregate', (signal) => runAggregate(process.argv.slice(2), signal));
