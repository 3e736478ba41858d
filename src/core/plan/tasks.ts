import type { DropCounts } from './drop-ids.ts';
import type { FollowedSessions } from './follow-sessions.ts';
import type { StagedFile } from './side-files.ts';
import type { TaskContext } from './task-context.ts';
import { type DayInput, dayTask } from './tasks/days.ts';
import { type IdInput, idTask } from './tasks/ids.ts';
import { type ImportDayInput, importDayTask } from './tasks/import-days.ts';
import { type JoinInput, joinTask } from './tasks/join.ts';
import { type MapInput, type MappedPiece, mapTask } from './tasks/map.ts';
import { type SessionFileInput, sessionFileTask } from './tasks/session-file.ts';
import { type SessionInput, sessionTask } from './tasks/sessions.ts';
import type { WrittenDay } from './write-days.ts';

/** Every task there is: what it is given and what it answers, plain data and bytes. */
interface Tasks {
  map: { input: MapInput; result: MappedPiece };
  ids: { input: IdInput; result: DropCounts };
  sessions: { input: SessionInput; result: FollowedSessions };
  sessionFile: { input: SessionFileInput; result: StagedFile };
  join: { input: JoinInput; result: number[] };
  days: { input: DayInput; result: WrittenDay[] };
  importDays: { input: ImportDayInput; result: WrittenDay[] };
}

export type TaskName = keyof Tasks;
export type TaskInput<Name extends TaskName> = Tasks[Name]['input'];
export type TaskResult<Name extends TaskName> = Tasks[Name]['result'];

type TaskFunctions = {
  [Name in TaskName]: (context: TaskContext, input: TaskInput<Name>) => Promise<TaskResult<Name>>;
};

const TASKS: TaskFunctions = {
  map: mapTask,
  ids: idTask,
  sessions: sessionTask,
  sessionFile: sessionFileTask,
  join: joinTask,
  days: dayTask,
  importDays: importDayTask,
};

/** Runs the task of a name. */
export function runTask<Name extends TaskName>(
  context: TaskContext,
  name: Name,
  input: TaskInput<Name>,
): Promise<TaskResult<Name>> {
  return TASKS[name](context, input);
}
