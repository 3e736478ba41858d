import { runTransform } from './transform-command.ts';

const NEXT = `
What to open next

  out/aggregation_report.txt             the report above
  out/transformation_summary.csv         a line a date
  out/session_metrics.parquet            a row a session
  out/cart_events_cleaned/               the table: Delta Lake, and plain Parquet by date
  out/quarantine.ndjson.gz               what was refused, and why:  gzip -dc out/quarantine.ndjson.gz
  out/run.json                           inputs, options, counts, and the hash of every file

  duckdb -c "select event_type, count(*) from read_parquet('out/cart_events_cleaned/*/*.parquet') group by all order by 2 desc"
  python3 -c "import pandas; print(pandas.read_parquet('out/session_metrics.parquet'))"

Against the truth about what is broken in it:

  npx tsx src/jobs/score.ts --truth fixtures/truth.ndjson.gz --output out

More events:      npx tsx src/jobs/generate.ts --count 1000000
Your own events:  npx tsx src/jobs/transform.ts --input events.json.gz --output my-out
`;

/** Transforms the sample into out/, prints the report and what to look at next, and returns the exit code. */
export async function runDemo(signal: AbortSignal): Promise<number> {
  const code = await runTransform([], signal);
  process.stdout.write(NEXT);
  return code;
}
