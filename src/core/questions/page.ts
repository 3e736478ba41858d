/** Where a row stands in its order: by a number first, then by an id in code unit order. */
export interface Position {
  key: number;
  id: string;
}

/** A stretch of an order, as Relay asks for it: the first rows after a place, or the last before one. */
export interface PageRequest {
  /** 0 to 1,000. */
  first?: number;
  after?: Position;
  /** 0 to 1,000; not together with `first`. */
  last?: number;
  before?: Position;
  /** Rows passed over at the start, for those who count; not together with positions. @default 0 */
  offset?: number;
}

/** What was asked for of an order. */
export interface Page<Row> {
  rows: readonly PageRow<Row>[];
  /** Rows of the whole order. */
  total: number;
  hasNext: boolean;
  hasPrevious: boolean;
  /** Version of the table that was read. */
  version: number;
}

export interface PageRow<Row> {
  row: Row;
  position: Position;
}
