/** What a request may cost. Each limit refuses with a 4xx status and says what it is. */
export const LIMITS = {
  /** Bytes of a request's body. */
  bodyBytes: 1_000_000,
  /** Characters of an operation's text: what is parsed is kept for the next time. */
  queryLength: 50_000,
  /** Values in the variables of a request, and in lists and objects of them. */
  values: 20_000,
  /** Lists and objects within one another, in variables. */
  valueDepth: 10,
  tokens: 1000,
  aliases: 15,
  directives: 5,
  /** Fields of an operation after its fragments are spread, repeated ones counted each time. */
  fields: 500,
  /** Fields that stand where one of their name has stood already: each is compared with all the others. */
  repeated: 100,
  /** Fields within fields. */
  depth: 12,
  /** Values to resolve, where a list counts as long as it may become and a look at the table as `QUESTION_COST`. */
  complexity: 100_000,
  /** Rows of a page, and values of a list in a filter. */
  rows: 1000,
  /** Rows of a page where nothing is said. */
  defaultRows: 50,
} as const;

/** What a question that reads a page of the table costs in values. */
export const QUESTION_COST = 50;

/** What a question that goes through the whole table costs in values. */
export const SCAN_COST = 1000;
