import type { Page, PageRequest, Position } from '../../../src/core/questions/page.ts';
import { type Duck, quoted } from '../duckdb.ts';

type Direction = 'asc' | 'desc';

/** A page of rows that have a key and an id. */
export async function pageSql<Row>(
  duck: Duck,
  rows: string,
  [keyOrder, idOrder]: readonly [Direction, Direction],
  request: PageRequest,
): Promise<Page<Row>> {
  const { after, before, last, first = 50, offset = 0 } = request;
  const compare = ({ key, id }: Position, side: 'after' | 'before'): string => {
    const sign = (direction: Direction): string => ((direction === 'asc') === (side === 'after') ? '>' : '<');
    return `(key ${sign(keyOrder)} ${key} or (key = ${key} and id ${sign(idOrder)} ${quoted(id)}))`;
  };
  const isAfter = after === undefined ? 'true' : compare(after, 'after');
  const isBefore = before === undefined ? 'true' : compare(before, 'before');
  await duck.run(`create or replace temp table paged as ${rows}`);
  const found = await duck.rows<Row & { key: number; id: string; place: number }>(
    `select * from (
       select *, row_number() over (order by key ${keyOrder}, id ${idOrder}) as place,
         row_number() over (partition by ${isAfter} and ${isBefore} order by key ${keyOrder}, id ${idOrder}) as from_start,
         row_number() over (partition by ${isAfter} and ${isBefore} order by key ${flip(keyOrder)}, id ${flip(idOrder)}) as from_end
       from paged)
     where ${isAfter} and ${isBefore}
       and ${last === undefined ? `from_start > ${offset} and from_start <= ${offset + first}` : `from_end <= ${last}`}
     order by place`,
  );
  const { total, passed } = await duck.row<{ total: number; passed: number }>(
    `select count(*) as total, count(*) filter (not (${isAfter})) as passed from paged`,
  );
  const { cut } = await duck.row<{ cut: number }>(
    `select count(*) filter (not (${isBefore})) as cut from paged`,
  );
  // Where an empty page would be.
  const gap = last === undefined ? Math.min(passed + offset, total) : Math.max(passed, total - cut);
  const [begin, end] = [(found[0]?.place ?? gap + 1) - 1, found.at(-1)?.place ?? gap];
  return {
    rows: found.map(({ key, id, place: _place, ...row }) => {
      const { from_start: _start, from_end: _end, ...rest } = row as typeof row & Record<string, unknown>;
      return { row: rest as Row, position: { key, id } };
    }),
    total,
    hasNext: end < total,
    hasPrevious: begin > 0,
    version: 0,
  };
}

function flip(direction: Direction): Direction {
  return direction === 'asc' ? 'desc' : 'asc';
}
