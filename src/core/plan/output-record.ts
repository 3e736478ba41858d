/** A file that a run wrote. */
export interface OutputRecord {
  /** Relative to the output folder. */
  path: string;
  /** Rows or lines; null where there are none to count. */
  rows: number | null;
  bytes: number;
  sha256: string;
}
