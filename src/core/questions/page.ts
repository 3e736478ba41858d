/** Where a row stands in its order: by a number first, then by an id in code unit order. */
export interface Position {
  key: number;
  id: string;
}

/**
 * A stretch of an order, as Relay asks for it: the first rows after a place, or the last before one. The places themselves are
 * left out, and no row has to be there; where `after` does not come before `before`, the page is empty.
 */
export interface PageRequest {
  /** 0 to 1,000. @default 50, where `last` is not given */
  first?: number;
  after?: Position;
  /** 0 to 1,000; not together with `first`. */
  last?: number;
  before?: Position;
  /** Rows passed over at the start, for those who count; above 0 not together with `last` or positions. @default 0 */
  offset?: number;
}

/** What was asked for of an order. */
export interface Page<Row> {
  rows: readonly PageRow<Row>[];
  /** Rows of the whole order, not of the page. */
  total: number;
  /** Whether rows of the whole order come after the page, wherever the request began and ended; of an empty page, after its place. */
  hasNext: boolean;
  /** Whether rows of the whole order come before it. */
  hasPrevious: boolean;
  /** Version of the table that was read. */
  version: number;
}

export interface PageRow<Row> {
  row: Row;
  position: Position;
}
