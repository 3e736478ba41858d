import { quoted } from '../duckdb.ts';

/** Tables step0, step1 and so on: from every first step, how the rest follows. */
export function chainSql(steps: readonly string[], limit: string, mode: 'ordered' | 'strict'): string {
  return steps
    .map((type, at) =>
      at === 0
        ? `step0 as (select session_id, timestamp as begun, seq as first_seq, seq from events where event_type = ${quoted(type)})`
        : `step${at} as (
            select before.session_id, begun, first_seq, min(next.seq) as seq
            from step${at - 1} as before join events as next on next.session_id = before.session_id
              and next.event_type = ${quoted(type)} and ${limit}
              and next.seq ${mode === 'strict' ? '= before.seq + 1' : '> before.seq'}
            group by all)`,
    )
    .join(',\n');
}

/** The same for steps in whatever order: windows that hold enough of every type. */
export function anySql(steps: readonly string[], limit: string): string {
  const counts = steps.map((type, at) => `count(*) filter (next.event_type = ${quoted(type)}) as c${at}`);
  const windows = `windows as (
    select first.session_id, ${counts.join(', ')}
    from (select *, timestamp as begun from events) as first
      join events as next on next.session_id = first.session_id and next.seq >= first.seq and ${limit}
    group by first.session_id, first.seq)`;
  const tables = steps.map((_, at) => {
    const wanted = steps
      .slice(0, at + 1)
      .map((type, i) => `c${i} >= ${steps.slice(0, at + 1).filter((other) => other === type).length}`);
    return `step${at} as (select session_id from windows where ${wanted.join(' and ')})`;
  });
  return [windows, ...tables].join(',\n');
}
