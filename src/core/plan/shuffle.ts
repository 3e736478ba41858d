import type { SessionStatistics } from '../aggregates/sessions.ts';
import type { Statistics } from '../aggregates/statistics.ts';
import type { Storage } from '../storage/storage.ts';
import type { DropCounts } from './drop-ids.ts';
import { type BucketRange, groupBuckets } from './bucket-table.ts';
import { dropStep } from './drop-step.ts';
import type { Executor } from './executor.ts';
import type { Budgets } from './options.ts';
import type { Pieces } from './pieces.ts';
import { lazily, runTasks } from './run-tasks.ts';
import type { JoinedPiece } from './sections.ts';
import { blockRowsOf } from './session-runs.ts';
import type { StagedFile } from './side-files.ts';
import { groupDays, rangeOf, type WrittenDay } from './write-days.ts';

/** What a shuffle works with. */
export interface ShuffleContext {
  temp: Storage;
  executor: Executor;
  /** Folder of the output in which files wait for their publication. */
  staging: string;
  timeZone: string;
  budgets: Budgets;
  /** Is told how far each step is. */
  onTask: (step: 'ids' | 'sessions' | 'join' | 'days', done: number, total: number) => void;
  signal?: AbortSignal | undefined;
}

/** Everything a run learns after its pieces are spilled. */
export interface Shuffled {
  drops: DropCounts;
  /** File of the rows that were dropped. */
  dropsPath: string;
  days: WrittenDay[];
  /** session_metrics.parquet. */
  sessionFile: StagedFile;
  events: Statistics;
  sessionStatistics: SessionStatistics;
}

/**
 * From spilled pieces to the files of the table: drop ids that came before, follow sessions, bring what they say back to the
 * pieces, write the dates. Each step is tasks over ranges of buckets, pieces or days, none of which depends on another of its
 * step.
 */
export async function shuffle(pieces: Pieces, context: ShuffleContext): Promise<Shuffled> {
  const { drops, path } = await dropStep(pieces, context);
  const groups = await sessionStep(pieces, path, context);
  // Each takes one thread, while the others go on with what is left.
  const sessionFile = stageSessions(groups, context);
  const summary = sumSessions(groups, context);
  const others = async () => dayStep(pieces, await joinStep(pieces, groups.places, context), context);
  // Nothing goes on after an error.
  const [staged, summed, written] = await Promise.allSettled([sessionFile, summary, others()]);
  if (written.status === 'rejected') throw written.reason;
  if (staged.status === 'rejected') throw staged.reason;
  if (summed.status === 'rejected') throw summed.reason;
  const { days, events } = written.value;
  return {
    drops,
    dropsPath: path,
    days,
    events,
    sessionFile: staged.value,
    sessionStatistics: summed.value,
  };
}

/** What a task over some session buckets left behind. */
interface PlacesFile {
  path: string;
  range: BucketRange;
  /** Byte at which the part of each piece ends. */
  ends: readonly number[];
  /** Added to the task's own numbers, a session's number is its number in the run. */
  base: number;
}

async function sessionStep(pieces: Pieces, drops: string, context: ShuffleContext) {
  const { executor, budgets, onTask, signal, timeZone } = context;
  const counting = { timeZone, patternBytes: budgets.patternBytes };
  const groups = groupBuckets(pieces.index.events, budgets.eventRecords, executor.width);
  const blockRows = blockRowsOf(groups.length);
  const inputs = groups.map((range) => {
    // Blocks of other rows would not fit in with those of the others.
    const id = `sessions/${range.from}-${range.to}-by-${blockRows}`;
    const files = { places: `${id}.places`, rows: `${id}.rows`, part: `${id}.part` };
    return { id, range, capacity: budgets.eventRecords, blockRows, drops, files, counting };
  });
  const progress = (done: number, total: number): void => onTask('sessions', done, total);
  const followed = await runTasks(executor, 'sessions', inputs, { onTask: progress, signal });
  const places: PlacesFile[] = [];
  const runs: { path: string; ends: number[] }[] = [];
  let rows = 0;
  let base = 0;
  for (const [i, { range, files }] of inputs.entries()) {
    const { ends, rowEnds, sessions, numbers } = followed[i] as (typeof followed)[number];
    places.push({ path: files.places, range, ends, base });
    runs.push({ path: files.rows, ends: rowEnds });
    rows += sessions;
    base += numbers;
  }
  return { places, runs, blockRows, rows, parts: inputs.map(({ files }) => files.part), counting };
}

type SessionGroups = Awaited<ReturnType<typeof sessionStep>>;

function stageSessions(
  { runs, blockRows, rows }: SessionGroups,
  { executor, staging, signal }: ShuffleContext,
): Promise<StagedFile> {
  // Sessions are cut into runs by their groups, so that what was made of others would not be them.
  const id = `sessions/file-${runs.length}`;
  return executor.run('sessionFile', { id, runs, blockRows, rows, staging }, { signal });
}

function sumSessions(
  { parts, counting }: SessionGroups,
  { executor, signal }: ShuffleContext,
): Promise<SessionStatistics> {
  const id = `sessions/statistics-${parts.length}`;
  return executor.run('sessionStatistics', { id, parts, counting }, { signal });
}

async function joinStep(
  pieces: Pieces,
  places: readonly PlacesFile[],
  context: ShuffleContext,
): Promise<JoinedPiece[]> {
  const { executor, onTask, signal } = context;
  // Sessions are numbered group by group, so that joins of other groups would not fit in.
  const numbering = places.map(({ range }) => range.to).join('-');
  const idOf = (piece: number): string => `joins/${numbering}/${String(piece).padStart(6, '0')}`;
  const pathOf = (piece: number): string => `${idOf(piece)}.places`;
  const inputs = lazily(pieces.length, (piece) => {
    const parts = places.map(({ ends, ...file }) => {
      return { ...file, start: ends[piece - 1] ?? 0, end: ends[piece] as number };
    });
    return { id: idOf(piece), piece, parts, path: pathOf(piece) };
  });
  const progress = (done: number, total: number): void => onTask('join', done, total);
  const joined = await runTasks(executor, 'join', inputs, { onTask: progress, signal });
  return joined.map((ends, piece) => ({ path: pathOf(piece), ends }));
}

async function dayStep(pieces: Pieces, joined: readonly JoinedPiece[], context: ShuffleContext) {
  const { executor, staging, budgets, onTask, signal } = context;
  const places = joined.map(({ path, ends }, piece) => ({ piece, path, ends }));
  const inputs = groupDays(pieces.rowsByDay(), budgets.dayRows).map((days) => {
    const { first, last } = rangeOf(days);
    const id = `days/${first}-${last}`;
    const within = places.filter(({ piece }) => pieces.hasDays(piece, { first, last }));
    return { id, days, joined: within, staging, part: `${id}.part` };
  });
  const progress = (done: number, total: number): void => onTask('days', done, total);
  const written = await runTasks(executor, 'days', inputs, { onTask: progress, signal });
  const parts = inputs.map(({ part }) => part);
  const events = await executor.run('eventStatistics', { id: 'days/statistics', parts }, { signal });
  return { days: written.flat(), events };
}
