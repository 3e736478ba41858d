import type { ColumnName, View } from './view.ts';

/** All purchases of a version. */
export interface Purchases {
  /** Rows of the table. */
  rows: Uint32Array;
  times: Float64Array;
  /** NaN for guests. */
  customers: Float64Array;
  /** The order_ids that order_cancelled events name. */
  cancelled: ReadonlySet<string>;
}

const COLUMNS = [
  'event_type',
  'timestamp',
  'customer_id',
  'order_id',
] as const satisfies readonly ColumnName[];

/** Finds the purchases of a version, once as long as there is room for it. Memory: 20 bytes a purchase. */
export function purchasesOf(view: View): Promise<Purchases> {
  return view.shared(
    `purchases ${view.version}`,
    find,
    ({ rows, cancelled }) => rows.length * 20 + cancelled.size * 80,
  );
}

async function find(view: View): Promise<Purchases> {
  await view.loadAll(COLUMNS);
  const rows: number[] = [];
  const times: number[] = [];
  const customers: number[] = [];
  const cancelled = new Set<string>();
  for (const file of view.files) {
    await view.load(file, COLUMNS);
    const type = await view.texts(file, 'event_type');
    const purchase = type.texts.codeOf('purchase');
    const cancel = type.texts.codeOf('order_cancelled');
    if (purchase === 0 && cancel === 0) continue;
    const [time, customer, order] = await Promise.all([
      view.coded(file, 'timestamp'),
      view.coded(file, 'customer_id'),
      view.texts(file, 'order_id'),
    ]);
    for (let row = 0; row < file.rows; row++) {
      const code = type.codes[row] as number;
      if (code === 0) continue;
      if (code === purchase) {
        rows.push(file.base + row);
        times.push(time.at(row));
        customers.push(customer.at(row));
      } else if (code === cancel) {
        const id = order.texts.at(order.codes[row] as number);
        if (id !== null) cancelled.add(id);
      }
    }
    await view.pace.step(file.rows);
  }
  return {
    rows: Uint32Array.from(rows),
    times: Float64Array.from(times),
    customers: Float64Array.from(customers),
    cancelled,
  };
}
