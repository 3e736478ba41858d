import type { SessionReplay } from '../../stages/session-replay.ts';
import type { SessionIndex } from './session-index.ts';
import { fileOfRow, type TableFile } from './table-files.ts';
import type { View } from './view.ts';

/** Columns of a file that a fold of sessions reads. */
export interface FoldColumns {
  products: Float64Array;
  quantities: Float64Array;
  prices: Float64Array;
  amounts: Float64Array;
  customers: Float64Array;
}

/** The columns of a fold, of every file. Memory: 40 bytes a row. */
export async function foldColumns(view: View): Promise<FoldColumns[]> {
  const columns: FoldColumns[] = [];
  for (const file of view.files) {
    const [products, quantities, prices, amounts, customers] = await Promise.all([
      view.numbers(file, 'product_id'),
      view.numbers(file, 'quantity'),
      view.numbers(file, 'product_price_vnd'),
      view.numbers(file, 'total_amount_vnd'),
      view.numbers(file, 'customer_id'),
    ]);
    columns.push({ products, quantities, prices, amounts, customers });
  }
  return columns;
}

/** Plays the events of a session that are at `start` to `end` of the index. */
export function playSession(
  replay: SessionReplay,
  { rows, times, steps }: SessionIndex,
  files: readonly TableFile[],
  columns: readonly FoldColumns[],
  { start, end }: { start: number; end: number },
): void {
  replay.begin();
  let from = 0;
  let to = 0;
  let held = columns[0] as FoldColumns;
  for (let i = start; i < end; i++) {
    const row = rows[i] as number;
    if (row < from || row >= to) {
      const at = fileOfRow(files, row);
      const file = files[at] as TableFile;
      held = columns[at] as FoldColumns;
      from = file.base;
      to = file.base + file.rows;
    }
    const local = row - from;
    const amount = held.amounts[local] as number;
    step.type = steps[i] as number;
    step.time = times[i] as number;
    step.product = held.products[local] as number;
    step.quantity = held.quantities[local] as number;
    step.price = held.prices[local] as number;
    step.amount = Number.isNaN(amount) ? 0 : amount;
    step.customer = held.customers[local] as number;
    replay.add(step);
  }
}

/** The first customer of a session that is not null; NaN without one. */
export function firstCustomer(
  { rows }: SessionIndex,
  files: readonly TableFile[],
  columns: readonly FoldColumns[],
  { start, end }: { start: number; end: number },
): number {
  let at = -1;
  let file: TableFile | undefined;
  for (let i = start; i < end; i++) {
    const row = rows[i] as number;
    if (file === undefined || row < file.base || row >= file.base + file.rows) {
      at = fileOfRow(files, row);
      file = files[at] as TableFile;
    }
    const customer = (columns[at] as FoldColumns).customers[row - file.base] as number;
    if (!Number.isNaN(customer)) return customer;
  }
  return Number.NaN;
}

/** The one step that is shown to a replay, which keeps nothing of it. */
const step = {
  type: 0,
  time: 0,
  product: 0,
  quantity: 0,
  price: 0,
  amount: 0,
  customer: 0,
  source: 0,
  device: 0,
};
