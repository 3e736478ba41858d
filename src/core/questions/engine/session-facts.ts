import { SessionReplay } from '../../stages/session-replay.ts';
import type { TextColumn } from './columns.ts';
import { firstCustomer, foldColumns, playSession } from './play-session.ts';
import { type SessionIndex, sessionIndex } from './session-index.ts';
import { fileOfRow, type TableFile } from './table-files.ts';
import type { ColumnName, View } from './view.ts';

/** What sessions come to, by their numbers; NaN stands for null. */
export interface SessionFacts {
  index: SessionIndex;
  starts: Float64Array;
  ends: Float64Array;
  /** The first customer that is not null. */
  customers: Float64Array;
  /** Indexes into `names`; 0 for null. */
  sources: Uint32Array;
  devices: Uint32Array;
  names: readonly (string | null)[];
  purchases: Uint32Array;
  orderValues: Float64Array;
  cartValues: Float64Array;
  cartLines: Uint32Array;
}

/** Of the fold, and of the index before it. */
const COLUMNS = [
  'event_type',
  'timestamp',
  'session_id',
  'customer_id',
  'source',
  'device',
  'product_id',
  'quantity',
  'product_price_vnd',
  'total_amount_vnd',
] as const satisfies readonly ColumnName[];

/** Folds all sessions of a version, once as long as there is room for it. Memory: 56 bytes a session. */
export function sessionFacts(view: View): Promise<SessionFacts> {
  return view.shared(
    `session facts ${view.version}`,
    async (shared) => {
      await shared.loadAll(COLUMNS);
      return fold(shared, await sessionIndex(shared));
    },
    ({ starts }) => starts.length * 56,
  );
}

async function fold(view: View, index: SessionIndex): Promise<SessionFacts> {
  const { count } = index;
  const names: (string | null)[] = [null];
  const facts = {
    index,
    starts: new Float64Array(count),
    ends: new Float64Array(count),
    customers: new Float64Array(count),
    sources: await firstTexts(view, index, 'source', names),
    devices: await firstTexts(view, index, 'device', names),
    names,
    purchases: new Uint32Array(count),
    orderValues: new Float64Array(count),
    cartValues: new Float64Array(count),
    cartLines: new Uint32Array(count),
  };
  const columns = await foldColumns(view);
  const replay = new SessionReplay(index.types);
  // Without these a cart stays empty and nothing is bought.
  const matters = Uint8Array.from(index.types, (type) =>
    type === 'add_to_cart' || type === 'purchase' ? 1 : 0,
  );
  for (let session = 0; session < count; session++) {
    const [start, end] = [index.starts[session] as number, index.starts[session + 1] as number];
    // A replay takes as long as looking at a row ten times.
    if (session % 1024 === 0) await view.pace.step(1024 * 100);
    facts.starts[session] = index.times[start] as number;
    facts.ends[session] = index.times[end - 1] as number;
    if (!index.steps.subarray(start, end).some((type) => matters[type] === 1)) {
      facts.customers[session] = firstCustomer(index, view.files, columns, { start, end });
      continue;
    }
    playSession(replay, index, view.files, columns, { start, end });
    facts.customers[session] = replay.customer;
    facts.purchases[session] = replay.purchases;
    facts.orderValues[session] = replay.orderValue;
    facts.cartValues[session] = replay.cartValue;
    facts.cartLines[session] = replay.cartLines;
  }
  return facts;
}

/** What the first event of every session has in a column of texts, as indexes into `names`, which grow. */
async function firstTexts(
  view: View,
  { count, starts, rows }: SessionIndex,
  name: 'source' | 'device',
  names: (string | null)[],
): Promise<Uint32Array> {
  const texts: TextColumn[] = [];
  for (const file of view.files) texts.push(await view.texts(file, name));
  const known = new Map(names.map((text, code) => [text, code]));
  const codes = texts.map(({ texts: own }) =>
    Uint32Array.from({ length: own.size + 1 }, (_, at) => {
      const text = own.at(at);
      let code = known.get(text);
      if (code === undefined) known.set(text, (code = names.push(text) - 1));
      return code;
    }),
  );
  const first = new Uint32Array(count);
  for (let session = 0; session < count; session++) {
    const row = rows[starts[session] as number] as number;
    const at = fileOfRow(view.files, row);
    const local = row - (view.files[at] as TableFile).base;
    first[session] = (codes[at] as Uint32Array)[(texts[at] as TextColumn).codes[local] as number] as number;
  }
  return first;
}
