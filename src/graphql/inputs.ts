import { badInput } from './errors.ts';
import { LIMITS } from './limits.ts';

/** An object without the keys that have nothing to say. */
export function given<T extends object>(values: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value != null)) as {
    [Key in keyof T]?: NonNullable<T[Key]>;
  };
}

/** Reads an id that is a whole number in the data. @throws {GraphQLError} naming the argument */
export function readId(argument: string, id: string): number {
  const value = /^-?\d{1,16}$/.test(id) ? Number(id) : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  throw badInput(argument, 'a whole number below 2^53', id);
}

/** Reads ids that are whole numbers in the data. */
export function readIds(argument: string, ids: readonly string[] | null | undefined): number[] | undefined {
  return checkList(argument, ids)?.map((id) => readId(argument, id));
}

/** Refuses a list that is too long. @throws {GraphQLError} naming the argument */
export function checkList<T>(
  argument: string,
  list: readonly T[] | null | undefined,
): readonly T[] | undefined {
  if (list == null) return undefined;
  if (list.length <= LIMITS.rows) return list;
  throw badInput(argument, `a list of at most ${LIMITS.rows} values`, `${list.length} values`);
}
