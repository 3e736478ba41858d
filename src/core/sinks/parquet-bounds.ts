import type { RowGroup } from 'hyparquet';
import type { ColumnBounds } from '../columns/bounds.ts';
import type { Field } from '../fields.ts';

/** Joins the statistics of row groups; columns without an order, and lists, are left out. */
export function mergeBounds(fields: readonly Field[], groups: readonly RowGroup[]): ColumnBounds[] {
  const bounds = new Map<string, ColumnBounds>();
  for (const field of fields) {
    if (field.kind !== 'items') bounds.set(field.name, { field, min: undefined, max: undefined, nulls: 0 });
  }
  for (const { columns } of groups) {
    for (const { meta_data } of columns) {
      const path = meta_data?.path_in_schema ?? [];
      const bound = path.length === 1 ? bounds.get(path[0] as string) : undefined;
      const statistics = meta_data?.statistics;
      if (bound === undefined || statistics === undefined) continue;
      const { min_value, max_value, null_count } = statistics;
      bound.nulls += Number(null_count ?? 0);
      if (min_value !== undefined && (bound.min === undefined || before(min_value, bound.min)))
        bound.min = min_value;
      if (max_value !== undefined && (bound.max === undefined || before(bound.max, max_value)))
        bound.max = max_value;
    }
  }
  return [...bounds.values()];
}

function before(a: unknown, b: unknown): boolean {
  return (a as number) < (b as number);
}
