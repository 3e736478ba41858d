import type { SessionStatistics } from '../aggregates/sessions.ts';
import type { Statistics } from '../aggregates/statistics.ts';
import type { DropCounts } from './drop-ids.ts';
import type { FollowedSessions } from './follow-sessions.ts';
import type { MadePart } from './generate-part.ts';
import type { StagedFile } from './side-files.ts';
import type { TaskContext } from './task-context.ts';
import type { ConflictInput, ConflictsRead } from './tasks/conflicts.ts';
import type { DayInput } from './tasks/days.ts';
import type { EventStatisticsInput } from './tasks/event-statistics.ts';
import type { IdInput } from './tasks/ids.ts';
import type { ImportDayInput } from './tasks/import-days.ts';
import type { JoinInput } from './tasks/join.ts';
import type { MapInput, MappedPiece } from './tasks/map.ts';
import type { PartInput } from './tasks/part.ts';
import type { SessionFileInput } from './tasks/session-file.ts';
import type { SessionStatisticsInput } from './tasks/session-statistics.ts';
import type { SessionInput } from './tasks/sessions.ts';
import type { WrittenDay } from './write-days.ts';

/** Every task there is: what it is given and what it answers, plain data and bytes. */
interface Tasks {
  map: { input: MapInput; result: MappedPiece };
  ids: { input: IdInput; result: DropCounts };
  sessions: { input: SessionInput; result: FollowedSessions };
  sessionFile: { input: SessionFileInput; result: StagedFile };
  sessionStatistics: { input: SessionStatisticsInput; result: SessionStatistics };
  join: { input: JoinInput; result: number[] };
  days: { input: DayInput; result: WrittenDay[] };
  eventStatistics: { input: EventStatisticsInput; result: Statistics };
  importDays: { input: ImportDayInput; result: WrittenDay[] };
  conflicts: { input: ConflictInput; result: ConflictsRead };
  part: { input: PartInput; result: MadePart };
}

export type TaskName = keyof Tasks;
export type TaskInput<Name extends TaskName> = Tasks[Name]['input'];
export type TaskResult<Name extends TaskName> = Tasks[Name]['result'];

type TaskFunctions = {
  [Name in TaskName]: (context: TaskContext, input: TaskInput<Name>) => Promise<TaskResult<Name>>;
};

/** They are loaded when they are first run: no run needs all of them. */
const TASKS: TaskFunctions = {
  map: async (...given) => (await import('./tasks/map.ts')).mapTask(...given),
  ids: async (...given) => (await import('./tasks/ids.ts')).idTask(...given),
  sessions: async (...given) => (await import('./tasks/sessions.ts')).sessionTask(...given),
  sessionFile: async (...given) => (await import('./tasks/session-file.ts')).sessionFileTask(...given),
  sessionStatistics: async (...given) =>
    (await import('./tasks/session-statistics.ts')).sessionStatisticsTask(...given),
  join: async (...given) => (await import('./tasks/join.ts')).joinTask(...given),
  days: async (...given) => (await import('./tasks/days.ts')).dayTask(...given),
  eventStatistics: async (...given) =>
    (await import('./tasks/event-statistics.ts')).eventStatisticsTask(...given),
  importDays: async (...given) => (await import('./tasks/import-days.ts')).importDayTask(...given),
  conflicts: async (...given) => (await import('./tasks/conflicts.ts')).conflictTask(...given),
  part: async (...given) => (await import('./tasks/part.ts')).partTask(...given),
};

/** Runs the task of a name. */
export function runTask<Name extends TaskName>(
  context: TaskContext,
  name: Name,
  input: TaskInput<Name>,
): Promise<TaskResult<Name>> {
  return TASKS[name](context, input);
}
