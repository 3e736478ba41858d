import { join } from 'node:path';
import type { DemoArguments } from './demo-options.ts';

/** What there is to look at after the demo. */
export function demoTour({ data, port, once }: DemoArguments): string {
  const at = (...names: string[]): string => join(data, ...names);
  const table = at('events', '*', '*.parquet').replaceAll("'", "''");
  const url = `http://127.0.0.1:${port}`;
  const files = [
    [at('events'), 'the table that is served: Delta Lake, and plain Parquet by date'],
    [at('cart_events.json.gz'), 'the raw events, for other pipelines'],
    [at('out', 'cart_events_cleaned'), 'the same table with the journey of each session'],
    [at('out', 'session_metrics.parquet'), 'a row a session'],
    [at('out', 'aggregation_report.txt'), 'the report above'],
    [at('out', 'run.json'), 'inputs, options, counts, and the hash of every file'],
    [at('jobs'), 'what was done, and how it went'],
  ] as const;
  const width = Math.max(...files.map(([path]) => path.length)) + 3;
  return [
    '',
    'What to open next',
    '',
    ...files.map(([path, what]) => `  ${path.padEnd(width)}${what}`),
    '',
    `  duckdb -c "select event_type, count(*) from read_parquet('${table}') group by all order by 2 desc"`,
    `  python3 -c "import pandas; print(pandas.read_parquet('${at('out', 'session_metrics.parquet')}'))"`,
    '',
    ...(once
      ? [`Serve it:         npm start -- --data ${data}`]
      : [
          `  curl -s ${url}/cart/statistics`,
          `  curl -s '${url}/cart/abandoned?limit=5'`,
          `  curl -X POST '${url}/cart/generate/events?count=50000&method=new'`,
          `  curl -s ${url}/cart/generate/status`,
          '',
          'and in a browser, until Ctrl-C:',
        ]),
    ...(once
      ? ['Your own events:  npx tsx src/jobs/transform.ts --input events.json.gz --output my-out', '']
      : ['', '']),
  ].join('\n');
}
