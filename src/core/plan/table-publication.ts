import type { Field } from '../fields.ts';
import type { DataFile, PublishRequest } from '../lake/overwrite.ts';
import type { SideFile } from '../lake/publication.ts';
import type { Column, ColumnType } from '../lake/schema.ts';
import type { RunRecord } from './run-record.ts';
import type { StagedFile } from './side-files.ts';
import { STATS_COLUMNS, TABLE_FIELDS, type WrittenDay } from './write-days.ts';

/** The folder of the transform's table in its output. */
export const TABLE = 'cart_events_cleaned';

/** Files that not every run has. */
const OPTIONAL_FILES = ['conflicts.ndjson.gz'];

const TYPES = {
  text: 'string',
  json: 'string',
  int32: 'integer',
  int64: 'long',
  double: 'double',
  bool: 'boolean',
  time: 'timestamp',
  items: {
    array: [
      { name: 'product_id', type: 'long', nullable: true },
      { name: 'quantity', type: 'integer', nullable: true },
      { name: 'price_vnd', type: 'long', nullable: true },
    ],
  },
} as const satisfies Record<Field['kind'], ColumnType>;

/** What is asked of the lake to publish a run: its dates as the table's files, everything else beside it, run.json last. */
export function publicationOf(
  record: RunRecord,
  staging: string,
  days: readonly WrittenDay[],
  sides: readonly StagedFile[],
  now: Date,
): PublishRequest {
  const present = new Set(sides.map(({ path }) => path));
  const { read, written, duplicates, conflicts, quarantined } = record.counts;
  return {
    table: TABLE,
    staging,
    schema: schemaOf(TABLE_FIELDS),
    partitionColumns: ['date'],
    statsColumns: [...STATS_COLUMNS],
    files: dataFilesOf(days),
    sides: sideFilesOf(sides),
    obsolete: OPTIONAL_FILES.filter((path) => !present.has(path)),
    transaction: transactionOf(record.run),
    operation: 'WRITE',
    metrics: { numFiles: days.length, numOutputRows: written, read, duplicates, conflicts, quarantined },
    now,
  };
}

/** The schema of a table of rows with these fields, by date. */
export function schemaOf(fields: readonly Field[]): Column[] {
  return [
    ...fields.map(({ name, kind }): Column => ({ name, type: TYPES[kind], nullable: true })),
    { name: 'date', type: 'date', nullable: true },
  ];
}

/** The dates of a run as the lake knows them. */
export function dataFilesOf(
  days: readonly WrittenDay[],
  tags?: Readonly<Record<string, string>>,
): DataFile[] {
  return days.map(({ staged, path, bytes, rows, date, stats }) => ({
    staged,
    path,
    size: bytes,
    rows,
    partitionValues: { date },
    stats,
    ...(tags && { tags }),
  }));
}

/** Other files of a run as the lake knows them. */
export function sideFilesOf(sides: readonly StagedFile[]): SideFile[] {
  return sides.map(({ staged, path, bytes, sha256 }) => ({ staged, path, size: bytes, sha256 }));
}

/** The transaction of a run: the table holds it once. */
export function transactionOf(run: string): { appId: string; version: number } {
  return { appId: `cartograph-transform/${run}`, version: 1 };
}
