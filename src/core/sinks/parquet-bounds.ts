import type { RowGroup } from 'hyparquet';
import type { ColumnBounds } from '../columns/bounds.ts';
import type { Field } from '../fields.ts';

/** Joins the statistics of row groups; columns without statistics, and lists, are left out. */
export function mergeBounds(fields: readonly Field[], groups: readonly RowGroup[]): ColumnBounds[] {
  const bounds = new Map<string, ColumnBounds>();
  const byName = new Map(fields.map((field) => [field.name, field]));
  for (const { columns } of groups) {
    for (const { meta_data } of columns) {
      const [name = '', ...rest] = meta_data?.path_in_schema ?? [];
      const field = byName.get(name);
      const statistics = meta_data?.statistics;
      if (field === undefined || rest.length > 0 || statistics === undefined) continue;
      const bound = bounds.get(name) ?? { field, min: undefined, max: undefined, nulls: 0 };
      const { min_value, max_value, null_count } = statistics;
      bound.nulls += Number(null_count ?? 0);
      if (min_value !== undefined && (bound.min === undefined || before(min_value, bound.min)))
        bound.min = min_value;
      if (max_value !== undefined && (bound.max === undefined || before(bound.max, max_value)))
        bound.max = max_value;
      bounds.set(name, bound);
    }
  }
  return [...bounds.values()];
}

function before(a: unknown, b: unknown): boolean {
  return (a as number) < (b as number);
}
