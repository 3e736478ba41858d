import { join } from 'node:path';
import { EVENTS } from '../core/plan/events-table.ts';
import type { ImportResult } from '../core/plan/import-result.ts';
import { conservationOfImport, recordPath } from '../core/plan/import-record.ts';
import { EXIT } from './command.ts';
import type { ImportArguments } from './import-options.ts';

/** Prints what came of an import, for people or as a JSON line, and returns the exit code. */
export function reportImport(result: ImportResult, { data, json, maxQuarantine }: ImportArguments): number {
  const { record } = result;
  process.stdout.write(
    json
      ? `${JSON.stringify({ type: 'result', data, ...fieldsOf(result), ...record })}\n`
      : textOf(result, data),
  );
  const { read = 0, quarantined = 0 } = record?.counts ?? {};
  const refused = read === 0 ? 0 : quarantined / read;
  if (refused <= maxQuarantine) return EXIT.done;
  process.stderr.write(
    `import: ${(refused * 100).toFixed(2)} % of the events were refused, more than --max-quarantine allows: ` +
      `see ${pathOf(result, data, 'quarantine') ?? 'the quarantine'}\n`,
  );
  return EXIT.amiss;
}

function fieldsOf({ unchanged, tableVersion, tableRows, timeZone }: ImportResult): object {
  return { unchanged, newest_version: tableVersion, table_rows: tableRows, time_zone: timeZone };
}

function textOf(result: ImportResult, data: string): string {
  const { record, unchanged, tableVersion, tableRows, timeZone } = result;
  const table = join(data, EVENTS);
  const reasons = Object.entries(record?.counts.quarantined_by_code ?? {});
  const sides = ['quarantine', 'conflicts'].flatMap((kind) => pathOf(result, data, kind) ?? []);
  const glob = join(table, '*', '*.parquet').replaceAll("'", "''");
  return [
    ...(unchanged ? [`${data} holds this import already: nothing had to be done`] : []),
    ...(record === null ? [] : [conservationOfImport(record.counts)]),
    ...(reasons.length > 0
      ? [`Refused: ${reasons.map(([code, count]) => `${code} ${count}`).join(', ')}`]
      : []),
    '',
    `Table:  ${table} (Delta Lake, version ${tableVersion}, ${tableRows} events, dates in ${timeZone})`,
    ...(record === null ? [] : [`Files:  ${[...sides, join(data, recordPath(record.import))].join(', ')}`]),
    `Ask it: npm start -- --data ${data}`,
    `DuckDB: select event_type, count(*) from read_parquet('${glob}', hive_partitioning = true) group by all`,
    '',
  ].join('\n');
}

/** Where an import's file of a kind is; undefined where it has none. */
function pathOf({ record }: ImportResult, data: string, kind: string): string | undefined {
  const found = record?.outputs.find(({ path }) => path.startsWith(`${kind}/`));
  return found && join(data, found.path);
}
