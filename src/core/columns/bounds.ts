import type { Field } from '../fields.ts';

/** What a file's statistics say of one column. */
export interface ColumnBounds {
  field: Field;
  min: unknown;
  max: unknown;
  nulls: number;
}
