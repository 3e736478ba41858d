import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';

/** Opens DuckDB with two threads, and the Parquet files of a data folder's events as its view `events`. */
export async function openDuckdb(folder: string): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run(`set TimeZone = 'UTC'`);
  await connection.run('set parquet_metadata_cache = true');
  await connection.run(
    `create view events as select * from read_parquet('${folder}/events/date=*/*.parquet', hive_partitioning = true)`,
  );
  return connection;
}

/** Prepares a query once; each call binds those of the values that it names, and takes all rows. */
export async function prepare(
  connection: DuckDBConnection,
  sql: string,
): Promise<(values: Record<string, DuckDBValue>) => Promise<Record<string, unknown>[]>> {
  const statement = await connection.prepare(sql);
  return async (values) => {
    const named = Object.entries(values).filter(([name]) => sql.includes(`$${name}`));
    if (named.length > 0) statement.bind(Object.fromEntries(named));
    return (await statement.runAndReadAll()).getRowObjectsJS();
  };
}
