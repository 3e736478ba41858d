import { DuckDBInstance } from '@duckdb/node-api';

/** DuckDB in memory, as another reader of what is written. */
export interface Duck extends AsyncDisposable {
  run(sql: string): Promise<void>;
  /** All rows of a query, whole numbers as numbers. Times come as microseconds where the query asks `epoch_us`. */
  rows<Row>(sql: string): Promise<Row[]>;
  /** The first row of a query. */
  row<Row>(sql: string): Promise<Row>;
}

/** Opens a database that goes away when it is disposed of; its zone is UTC. */
export async function openDuck(): Promise<Duck> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run(`set TimeZone = 'UTC'`);
  async function rows<Row>(sql: string): Promise<Row[]> {
    const result = await connection.runAndReadAll(sql);
    return result.getRowObjectsJS().map((row) => plain(row) as Row);
  }
  return {
    async run(sql) {
      await connection.run(sql);
    },
    rows,
    async row<Row>(sql: string) {
      const [first] = await rows<Row>(sql);
      if (first === undefined) throw new Error(`Cannot take the first row as there is none: ${sql}`);
      return first;
    },
    async [Symbol.asyncDispose]() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A path as an SQL string. */
export function quoted(path: string): string {
  return `'${path.replaceAll("'", "''")}'`;
}

/** BIGINT and HUGEINT as numbers, at any depth. @throws {RangeError} past 2^53 */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    if (!Number.isSafeInteger(number))
      throw new RangeError(`Cannot read ${value} as a number: it is too large`);
    return number;
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
