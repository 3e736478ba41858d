/** What a reader and a writer must know to touch the table. */
export interface Protocol {
  minReaderVersion: number;
  minWriterVersion: number;
  readerFeatures?: string[];
  writerFeatures?: string[];
}

/** Schema, partitioning and identity of a table. */
export interface Metadata {
  id: string;
  name?: string;
  description?: string;
  format: { provider: string; options: Record<string, string> };
  /** The struct type of a row as JSON text. */
  schemaString: string;
  partitionColumns: string[];
  configuration: Record<string, string>;
  /** Milliseconds since 1970-01-01T00:00Z. */
  createdTime?: number;
}

/** A data file that is part of the table from this version on. */
export interface AddFile {
  /** Relative to the table, percent-encoded. */
  path: string;
  partitionValues: Record<string, string | null>;
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970-01-01T00:00Z. */
  modificationTime: number;
  dataChange: boolean;
  /** Statistics as JSON text: numRecords, minValues, maxValues, nullCount. */
  stats?: string;
  /** What the writer notes of the file; readers pass over it. */
  tags?: Record<string, string>;
}

/** A data file that is no longer part of the table. */
export interface RemoveFile {
  /** Relative to the table, percent-encoded. */
  path: string;
  /** Milliseconds since 1970-01-01T00:00Z. */
  deletionTimestamp?: number;
  dataChange: boolean;
  extendedFileMetadata?: boolean;
  partitionValues?: Record<string, string | null>;
  size?: number;
}

/** How far an application has got; the newest of an appId counts. */
export interface Transaction {
  appId: string;
  version: number;
  /** Milliseconds since 1970-01-01T00:00Z. */
  lastUpdated?: number;
}

/** What a commit was about; free for the writer to fill. */
export interface CommitInfo {
  /** Milliseconds since 1970-01-01T00:00Z. */
  timestamp?: number;
  operation?: string;
  [key: string]: unknown;
}

/** One line of a log entry: an object with one of these keys, or others that a reader passes over. */
export interface Action {
  protocol?: Protocol;
  metaData?: Metadata;
  add?: AddFile;
  remove?: RemoveFile;
  txn?: Transaction;
  commitInfo?: CommitInfo;
}

/** The text of a log entry: one action a line. */
export function formatActions(actions: readonly Action[]): string {
  return actions.map((action) => `${JSON.stringify(action)}\n`).join('');
}

/** The actions of a log entry. @throws {Error} naming the file and line that is broken */
export function parseActions(text: string, file: string): Action[] {
  const actions: Action[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    let problem: string | undefined;
    try {
      const action: unknown = JSON.parse(line);
      problem = problemOf(action);
      if (problem === undefined) actions.push(action as Action);
    } catch (error) {
      throw new Error(`Cannot read ${file} as its line ${index + 1} must be JSON: ${String(error)}`, {
        cause: error,
      });
    }
    if (problem !== undefined) {
      throw new Error(`Cannot read ${file} as its line ${index + 1} must be an action: ${problem}`);
    }
  }
  return actions;
}

const shapes: Record<string, Record<string, string>> = {
  protocol: { minReaderVersion: 'number', minWriterVersion: 'number' },
  metaData: { id: 'string', schemaString: 'string', partitionColumns: 'object' },
  add: { path: 'string', size: 'number', partitionValues: 'object' },
  remove: { path: 'string' },
  txn: { appId: 'string', version: 'number' },
  commitInfo: {},
};

function problemOf(action: unknown): string | undefined {
  if (!isRecord(action)) return 'it is no object';
  for (const [kind, fields] of Object.entries(shapes)) {
    const body = action[kind];
    if (body === undefined || body === null) continue;
    if (!isRecord(body)) return `its ${kind} is no object`;
    for (const [field, type] of Object.entries(fields)) {
      if (typeof body[field] !== type || body[field] === null) return `its ${kind}.${field} is no ${type}`;
    }
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
