import type { Report } from '../aggregates/report.ts';
import { gzip } from '../sinks/gzip.ts';
import { reportJson } from '../sinks/report-json.ts';
import { reportText } from '../sinks/report-text.ts';
import { summaryCsv } from '../sinks/summary-csv.ts';
import type { Storage } from '../storage/storage.ts';
import { type Hasher, hashing } from './hashing.ts';
import type { Pieces } from './pieces.ts';
import type { OutputRecord } from './output-record.ts';

/** A file that waits for its publication. */
export interface StagedFile extends OutputRecord {
  staged: string;
}

/** Writes files into a staging folder, in which nothing ends in `.parquet`, and says what they are. */
export interface Stage {
  (path: string, rows: number | null, bytes: AsyncIterable<Uint8Array>): Promise<StagedFile>;
}

const encoder = new TextEncoder();

export function stageIn(output: Storage, staging: string, createHasher: () => Hasher): Stage {
  return async (path, rows, content) => {
    const staged = `${staging}/${path}.part`;
    const hasher = createHasher();
    const bytes = await output.write(staged, hashing(content, hasher), { durable: false });
    return { path, rows, bytes, sha256: hasher.digest(), staged };
  };
}

/** Stages the refused events of all pieces, in input order. */
export async function stageQuarantine(
  pieces: Pieces,
  temp: Storage,
  rows: number,
  stage: Stage,
  path = 'quarantine.ndjson.gz',
): Promise<StagedFile> {
  async function* lines(): AsyncGenerator<Uint8Array> {
    for (const { quarantine, spill } of pieces.index.entries) {
      if (quarantine.end > quarantine.start) yield await temp.read(spill, quarantine);
    }
  }
  return stage(path, rows, gzip(lines()));
}

/** Stages the events whose ids came before with other events, from their lines. */
export async function stageConflicts(
  lines: AsyncIterable<string>,
  rows: number,
  stage: Stage,
  path = 'conflicts.ndjson.gz',
): Promise<StagedFile> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for await (const line of lines) yield encoder.encode(line);
  }
  return stage(path, rows, gzip(bytes()));
}

/** Stages the report in its three forms. */
export async function stageReports(report: Report, stage: Stage): Promise<StagedFile[]> {
  return [
    await stage('transformation_summary.csv', report.events.dates.length, once(summaryCsv(report))),
    await stage('aggregation_report.txt', null, once(reportText(report))),
    await stage('aggregation_metrics.json', null, once(reportJson(report))),
  ];
}

/** A text as the bytes of a file. */
export async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield encoder.encode(text);
}
