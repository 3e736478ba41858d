import { sealDates, statistics } from '../aggregates/statistics.ts';
import { type SessionStatistics, sessions as sessionStatistics } from '../aggregates/sessions.ts';
import type { Statistics } from '../aggregates/statistics.ts';
import type { Storage } from '../storage/storage.ts';
import { calendar, openZone } from '../time/zone.ts';
import type { DropCounts } from './drop-ids.ts';
import { dropStep } from './drop-step.ts';
import { followSessions } from './follow-sessions.ts';
import type { Hasher } from './hashing.ts';
import { joinPiece } from './join-piece.ts';
import type { Budgets } from './options.ts';
import { groupBuckets, type Pieces } from './pieces.ts';
import { factsOf } from './section-facts.ts';
import { Sections } from './sections.ts';
import { mergeSessionRuns } from './session-runs.ts';
import type { SteppedSession } from './session-table.ts';
import { once } from './task.ts';
import { groupDays, rangeOf, TABLE_FIELDS, type WrittenDay, writeDays } from './write-days.ts';

/** What a shuffle works with. */
export interface ShuffleContext {
  temp: Storage;
  output: Storage;
  /** Folder of the output in which files wait for their publication. */
  staging: string;
  timeZone: string;
  budgets: Budgets;
  createHasher: () => Hasher;
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
  /** All sessions in the order of session_metrics; can be asked for once. */
  sessions: AsyncIterable<SteppedSession>;
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
  const joined = await joinStep(pieces, groups.places, context);
  const { days, events } = await dayStep(pieces, joined, context);
  return {
    drops,
    dropsPath: path,
    days,
    events,
    sessions: mergeSessionRuns(groups.runs, context.temp),
    sessionStatistics: groups.statistics,
  };
}

async function sessionStep(pieces: Pieces, drops: string, context: ShuffleContext) {
  const { temp, budgets, onTask, signal, timeZone } = context;
  const zone = openZone(timeZone);
  const { day } = calendar();
  const fold = sessionStatistics({
    dateOf: (micros) => day(zone.toLocal(micros)),
    memory: budgets.patternBytes,
    storage: temp,
    folder: 'patterns',
  });
  const groups = groupBuckets(
    pieces.summaries.map(({ events }) => events.counts),
    budgets.eventRecords,
  );
  const all = fold.create();
  const places: Parameters<typeof joinPiece>[2][number][] = [];
  const runs: { path: string; ends: number[] }[] = [];
  let base = 0;
  for (const [i, range] of groups.entries()) {
    signal?.throwIfAborted();
    onTask('sessions', i, groups.length);
    const id = `sessions/${range.from}-${range.to}`;
    const files = { places: `${id}.places`, rows: `${id}.rows`, part: `${id}.part` };
    const followed = await once(temp, id, async () => {
      const part = fold.create();
      const result = await followSessions(pieces, range, temp, {
        capacity: budgets.eventRecords,
        drops,
        places: files.places,
        rows: files.rows,
        onSessions: (batch) => fold.add(part, batch),
      });
      await temp.write(files.part, await fold.encode(part), { durable: false });
      return result;
    });
    await fold.merge(all, fold.decode(await temp.read(files.part)));
    places.push({ path: files.places, range, ends: followed.ends, base });
    runs.push({ path: files.rows, ends: followed.rowEnds });
    base += followed.numbers;
    onTask('sessions', i + 1, groups.length);
  }
  return { places, runs, statistics: await fold.finish(all) };
}

async function joinStep(pieces: Pieces, places: Parameters<typeof joinPiece>[2], context: ShuffleContext) {
  const { temp, onTask, signal } = context;
  const joined: { path: string; ends: number[] }[] = [];
  // Sessions are numbered group by group, so that joins of other groups would not fit in.
  const numbering = places.map(({ range }) => range.to).join('-');
  for (let piece = 0; piece < pieces.summaries.length; piece++) {
    signal?.throwIfAborted();
    onTask('join', piece, pieces.summaries.length);
    const id = `joins/${numbering}/${String(piece).padStart(6, '0')}`;
    const path = `${id}.places`;
    joined.push({ path, ends: await once(temp, id, () => joinPiece(pieces, piece, places, temp, path)) });
    onTask('join', piece + 1, pieces.summaries.length);
  }
  return joined;
}

async function dayStep(
  pieces: Pieces,
  joined: readonly { path: string; ends: number[] }[],
  context: ShuffleContext,
) {
  const { temp, output, staging, budgets, onTask, signal, createHasher } = context;
  const groups = groupDays(pieces.rowsByDay(), budgets.dayRows);
  const events = statistics.create();
  const days: WrittenDay[] = [];
  for (const [i, group] of groups.entries()) {
    signal?.throwIfAborted();
    onTask('days', i, groups.length);
    const range = rangeOf(group);
    const id = `days/${range.first}-${range.last}`;
    const path = `${id}.part`;
    const files = await once(temp, id, async () => {
      const sections = new Sections(pieces, joined, temp, range);
      const part = statistics.create();
      const written = await writeDays(group, sections, output, {
        staging,
        createHasher,
        fields: TABLE_FIELDS,
        prefix: 'part-00000',
        onSection: (section, date) => statistics.add(part, factsOf(section, date)),
      });
      sealDates(part);
      await temp.write(path, statistics.encode(part), { durable: false });
      return written;
    });
    statistics.merge(events, statistics.decode(await temp.read(path)));
    days.push(...files);
    onTask('days', i + 1, groups.length);
  }
  return { days, events: statistics.finish(events) };
}
