import { Arena } from '../columns/arena.ts';
import { SESSION_FIELDS } from '../fields.ts';
import { JourneyWriter } from '../journey-text.ts';
import type { RowColumn } from '../sinks/parquet/chunk.ts';
import { ParquetFile } from '../sinks/parquet.ts';
import type { SessionBatch } from './merge-sessions.ts';

const JOURNEY = SESSION_FIELDS.findIndex(({ name }) => name === 'event_journey');

/** The bytes of session_metrics.parquet. Memory: one row group, and the journeys of a batch. */
export async function* sessionFile(
  batches: AsyncIterable<SessionBatch>,
  types: readonly string[],
): AsyncGenerator<Uint8Array> {
  const file = new ParquetFile(SESSION_FIELDS);
  const writer = new JourneyWriter(types);
  const arena = new Arena();
  for await (const batch of batches) {
    arena.clear();
    const columns: RowColumn[] = [...batch.columns];
    columns.splice(JOURNEY, 0, journeysOf(batch, writer, arena));
    file.append(columns, batch.rows);
    const bytes = file.take();
    if (bytes.length > 0) yield bytes;
  }
  // A run has one such file, so that its room is not left to a next one.
  yield file.finish();
}

/** The journeys of a batch, each at its row. */
function journeysOf({ rows, stepsOf }: SessionBatch, writer: JourneyWriter, arena: Arena): RowColumn {
  const values: Uint8Array[] = [];
  for (const row of rows) {
    const steps = stepsOf(row);
    const bytes = arena.bytes(writer.sizeOf(steps));
    writer.write(bytes, 0, steps);
    values[row] = bytes;
  }
  return { kind: 'ready', values };
}
