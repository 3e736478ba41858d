import type { EventFilter } from '../filter.ts';
import { loadSelection, selectRows } from './select.ts';
import { type SessionIndex, sessionIndex } from './session-index.ts';
import type { View } from './view.ts';

/** The events of a filter, session by session: those of one are at `starts[s]` to `starts[s + 1]`, which may be none. */
export interface FilteredSessions {
  types: readonly string[];
  starts: Uint32Array;
  times: Float64Array;
  steps: Uint32Array;
}

/** Sessions looked at between two looks at who else is waiting. */
const STEP = 16_384;

/** The sessions of a version with the events of a filter only. Memory: a byte a row, and 12 an event of the filter. */
export async function filteredSessions(
  view: View,
  filter: EventFilter | undefined,
): Promise<FilteredSessions> {
  const index = await sessionIndex(view);
  if (filter === undefined || Object.values(filter).every((part) => part === undefined)) return index;
  await loadSelection(view, filter);
  const mask = new Uint8Array(view.rows);
  let count = 0;
  for (const file of view.files) {
    const rows = await selectRows(view, file, filter);
    for (let i = 0; i < rows.length; i++) mask[file.base + (rows[i] as number)] = 1;
    count += rows.length;
  }
  return keep(view, index, mask, count);
}

async function keep(
  view: View,
  index: SessionIndex,
  mask: Uint8Array,
  count: number,
): Promise<FilteredSessions> {
  const starts = new Uint32Array(index.starts.length);
  const times = new Float64Array(count);
  const steps = new Uint32Array(count);
  let kept = 0;
  for (let session = 0; session + 1 < starts.length; session++) {
    for (let i = index.starts[session] as number; i < (index.starts[session + 1] as number); i++) {
      if (mask[index.rows[i] as number] === 0) continue;
      times[kept] = index.times[i] as number;
      steps[kept++] = index.steps[i] as number;
    }
    starts[session + 1] = kept;
    if (session % STEP === 0) await view.pace.step(STEP * 20);
  }
  return { types: index.types, starts, times, steps };
}
