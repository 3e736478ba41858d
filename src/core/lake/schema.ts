/** The types of a Delta table that have no parts. */
export type PrimitiveType = 'string' | 'long' | 'integer' | 'double' | 'boolean' | 'timestamp' | 'date';

/** A primitive, or a list of structs. */
export type ColumnType = PrimitiveType | { array: readonly Column[] };

/** A column of a table, or a field of a struct. */
export interface Column {
  name: string;
  type: ColumnType;
  nullable: boolean;
}

/** The columns of a table as the log's schemaString. @throws {RangeError} if a name is taken, or no name for a column */
export function schemaString(columns: readonly Column[]): string {
  return JSON.stringify(structOf(columns));
}

function structOf(columns: readonly Column[]): object {
  const names = new Set<string>();
  const fields = columns.map(({ name, type, nullable }) => {
    // Parquet readers give these characters a meaning, and Delta readers do not tell upper from lower case.
    if (name === '' || /[ ,;{}()\n\t=]/.test(name) || names.has(name.toLowerCase())) {
      throw new RangeError(`Cannot name a column as it must be plain and unique: ${JSON.stringify(name)}`);
    }
    names.add(name.toLowerCase());
    return { name, type: typeOf(type), nullable, metadata: {} };
  });
  return { type: 'struct', fields };
}

function typeOf(type: ColumnType): object | string {
  if (typeof type === 'string') return type;
  return { type: 'array', elementType: structOf(type.array), containsNull: true };
}
