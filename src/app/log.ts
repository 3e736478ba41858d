/** A line of the server's log: what happened, in plain data. */
export interface LogEntry {
  level: 'info' | 'warn' | 'error';
  message: string;
  /** Of the request it belongs to. */
  request?: string;
  [field: string]: unknown;
}

/** Takes lines of the log; must not throw. */
export type Log = (entry: LogEntry) => void;
