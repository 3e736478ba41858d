import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** What a query is about; runs go through several of them in turn. */
export interface Sample {
  customer: number;
  session: string;
}

/** Customers with many sessions, and long sessions of customers: 20 of each, found once for a table. */
export async function findSamples(folder: string): Promise<Sample[]> {
  const path = `${folder}/samples.json`;
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Sample[];
  // A process that asks our side has no use for DuckDB in its memory.
  const { openDuckdb } = await import('./duckdb.ts');
  const connection = await openDuckdb(folder);
  const reader = await connection.runAndReadAll(
    `with customers as (
       select customer_id::INTEGER as customer, row_number() over (order by count(distinct session_id) desc, customer_id) as place
       from events where customer_id is not null group by customer_id),
     sessions as (
       select session_id as session, row_number() over (order by count(*) desc, session_id) as place
       from events where customer_id is not null group by session_id)
     select customer, session from customers join sessions using (place)
     where place % 50 = 0 order by place limit 20`,
  );
  const samples = reader.getRowObjectsJS() as unknown as Sample[];
  connection.closeSync();
  writeFileSync(path, JSON.stringify(samples));
  return samples;
}
