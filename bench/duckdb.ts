import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { type DedupeForm, type JourneyForm, transformSql } from './duckdb-transform.sql.ts';

const { values } = parseArgs({
  options: {
    input: { type: 'string' },
    output: { type: 'string' },
    threads: { type: 'string', default: '2' },
    'memory-limit': { type: 'string' },
    dedupe: { type: 'string' },
    journey: { type: 'string' },
    'with-properties': { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const { input, output } = values;
if (input === undefined || output === undefined)
  throw new TypeError('Cannot run without --input and --output');
mkdirSync(output, { recursive: true });

const instance = await DuckDBInstance.create(':memory:', { threads: values.threads });
const connection = await instance.connect();
await connection.run(`set temp_directory = '${output}/spill'`);
await connection.run(`set memory_limit = '${values['memory-limit'] ?? '1TB'}'`);

const statements = transformSql({
  input,
  output,
  withProperties: values['with-properties'],
  ...(values.dedupe === undefined ? {} : { dedupe: values.dedupe as DedupeForm }),
  ...(values.journey === undefined ? {} : { journey: values.journey as JourneyForm }),
});
for (const statement of statements) {
  const started = performance.now();
  await connection.run(statement);
  if (values.verbose)
    console.log(`${Math.round(performance.now() - started)} ms  ${statement.slice(0, 60).split('\n')[0]}`);
}
connection.closeSync();
instance.closeSync();
