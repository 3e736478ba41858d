import type { Page, PageRequest, PageRow } from '../core/questions/page.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { type CursorOrder, decodeCursor, encodeCursor } from './cursors.ts';
import { badInput } from './errors.ts';
import { LIMITS, QUESTION_COST } from './limits.ts';
import type { Found } from './view.ts';

/** The arguments of every connection. */
export const pageArgs = builder.args((t) => ({
  first: t.int({
    description: `How many rows from the start, or after \`after\`: 0 to ${LIMITS.rows}. ${LIMITS.defaultRows} where neither this nor \`last\` is given.`,
  }),
  after: t.string({ description: 'Only rows after this cursor.' }),
  last: t.int({
    description: `How many rows from the end, or before \`before\`: 0 to ${LIMITS.rows}. Not together with \`first\`.`,
  }),
  before: t.string({ description: 'Only rows before this cursor.' }),
}));

/** What callers may say of a page. */
export interface PageArgs {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

/** What a connection of such a page costs: too many rows are left to `pageRequest` to refuse, which says so better. */
export function pageCost(args: PageArgs): { field: number; multiplier: number } {
  const rows = args.first ?? args.last ?? LIMITS.defaultRows;
  return { field: QUESTION_COST, multiplier: Math.min(Math.max(rows, 0), LIMITS.rows) };
}

/** Reads the arguments of a connection. @throws {GraphQLError} naming the one that is wrong */
export function pageRequest(args: PageArgs, order: CursorOrder): PageRequest {
  const { first, after, last, before } = args;
  if (first != null && last != null) throw badInput('last', 'left out where first is given', last);
  const request: PageRequest =
    last == null
      ? { first: checkRows('first', first ?? LIMITS.defaultRows) }
      : { last: checkRows('last', last) };
  if (after != null) request.after = decodeCursor(order, 'after', after);
  if (before != null) request.before = decodeCursor(order, 'before', before);
  return request;
}

/** Refuses a number of rows out of its bounds. @throws {GraphQLError} naming the argument */
export function checkRows(argument: string, rows: number): number {
  if (rows >= 0 && rows <= LIMITS.rows) return rows;
  throw badInput(argument, `a whole number from 0 to ${LIMITS.rows}`, rows);
}

/** A row in its connection; cursors are only written where they are asked for. */
class Edge<Row> {
  readonly node: Found<Row>;
  readonly #order: CursorOrder;
  readonly #row: PageRow<Row>;

  constructor(node: Found<Row>, order: CursorOrder, row: PageRow<Row>) {
    this.node = node;
    this.#order = order;
    this.#row = row;
  }

  get cursor(): string {
    return encodeCursor(this.#order, this.#row.position);
  }
}

/** A connection as the schema resolves it. */
export interface Connection<Row> {
  edges: Edge<Row>[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  totalCount: number;
  version: number;
}

/** Makes a connection of a page; what is beneath its rows comes from the version that the page was read from. */
export async function connect<Row>(
  context: Context,
  page: Page<Row>,
  order: CursorOrder,
): Promise<Connection<Row>> {
  const { rows, total, hasNext, hasPrevious, version } = page;
  const view = await context.view(version < 0 ? undefined : { version });
  const edges = rows.map((row) => new Edge({ row: row.row, view }, order, row));
  return {
    edges,
    pageInfo: {
      hasNextPage: hasNext,
      hasPreviousPage: hasPrevious,
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
    totalCount: total,
    version,
  };
}
