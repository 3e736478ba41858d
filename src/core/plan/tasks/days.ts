import { addColumns } from '../../aggregates/event-columns.ts';
import { sealDates, statistics } from '../../aggregates/statistics.ts';
import { factsOf } from '../section-facts.ts';
import { type JoinedPiece, Sections } from '../sections.ts';
import type { TaskContext } from '../task-context.ts';
import { once } from '../task.ts';
import { rangeOf, TABLE_FIELDS, type WrittenDay, writeDays } from '../write-days.ts';

export interface DayInput {
  /** Names the task. */
  id: string;
  /** They rise. */
  days: readonly number[];
  /** What the join left for the pieces that have rows of these days. */
  joined: readonly (JoinedPiece & { piece: number })[];
  /** Folder of the output to write to. */
  staging: string;
  /** The file to write in the temporary storage: the statistics of the days. */
  part: string;
}

/** Writes the files of some dates, journeys and all. Memory: a row group and a section, or all sections of several dates. */
export function dayTask(context: TaskContext, input: DayInput): Promise<WrittenDay[]> {
  const { id, days, staging, part: path } = input;
  const { temp, output, createHasher, lane } = context;
  return once(temp, id, async () => {
    const joined: JoinedPiece[] = [];
    for (const { piece, ...places } of input.joined) joined[piece] = places;
    const { arena } = lane.room;
    const pieces = await context.pieces();
    const sections = new Sections({ pieces, temp, range: rangeOf(days), arena }, joined);
    const part = statistics.create();
    const written = await writeDays(days, sections, output, {
      staging,
      createHasher,
      fields: TABLE_FIELDS,
      prefix: 'part-00000',
      onSection: (section, date) => addColumns(part, factsOf(section, date)),
    });
    sealDates(part);
    await temp.write(path, statistics.encode(part), { durable: false });
    return written;
  });
}
