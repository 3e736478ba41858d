import { toColumns } from '../columns/column.ts';
import { SESSION_FIELDS } from '../fields.ts';
import type { RowColumn } from '../sinks/parquet/chunk.ts';
import { ParquetFile } from '../sinks/parquet.ts';
import { journeyBytes, journeyText } from '../journey-text.ts';
import { RUN_FIELDS } from './session-runs.ts';
import type { SteppedSession } from './session-table.ts';

/** Sessions are handed on in batches of this many, or of this many steps. */
const BATCH_ROWS = 1024;
const BATCH_STEPS = 500_000;
/** Journeys from this many steps on are never text. */
const LONG_JOURNEY = 100_000;
const JOURNEY = SESSION_FIELDS.findIndex(({ name }) => name === 'event_journey');

/** The bytes of session_metrics.parquet. Memory: one row group; of a long journey three times its text. */
export async function* sessionFile(
  sessions: AsyncIterable<SteppedSession>,
  types: readonly string[],
): AsyncGenerator<Uint8Array> {
  const file = new ParquetFile(SESSION_FIELDS);
  let batch: SteppedSession[] = [];
  let steps = 0;
  const append = (): void => {
    file.append(sessionColumns(batch, types), Uint32Array.from(batch.keys()));
    batch = [];
    steps = 0;
  };
  for await (const session of sessions) {
    steps += session.steps.length;
    if (batch.push(session) < BATCH_ROWS && steps < BATCH_STEPS) continue;
    append();
    const bytes = file.take();
    if (bytes.length > 0) yield bytes;
  }
  append();
  yield file.finish();
  file.release();
}

function sessionColumns(sessions: readonly SteppedSession[], types: readonly string[]): RowColumn[] {
  const journeys = sessions.map(({ steps }) =>
    steps.length < LONG_JOURNEY ? journeyText(types, steps) : journeyBytes(types, steps),
  );
  const columns: RowColumn[] = toColumns(sessions, RUN_FIELDS);
  columns.splice(JOURNEY, 0, { kind: 'ready', values: journeys });
  return columns;
}
