import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { parquetWriteFile } from 'hyparquet-writer';
import { checkByThird, countFiles } from '../../bench/third-reader.ts';

interface Row {
  id: string;
  total: number;
}

const FIRST: Row = { id: 'evt_1', total: 5 };
const SECOND: Row = { id: 'evt_2', total: 7 };

/** An output with some files of events, by name. */
function output(t: { after(done: () => void): void }, files: Record<string, readonly Row[]>): string {
  const folder = mkdtempSync(join(tmpdir(), 'cartograph-bench-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, rows] of Object.entries(files)) {
    const filename = join(folder, 'cart_events_cleaned', name);
    mkdirSync(dirname(filename), { recursive: true });
    parquetWriteFile({
      filename,
      columnData: [
        { name: 'event_id', data: rows.map(({ id }) => id), type: 'STRING' },
        { name: 'event_journey', data: rows.map(() => 'view_item'), type: 'STRING' },
        { name: 'event_sequence_num', data: rows.map((_, i) => i), type: 'INT32' },
        { name: 'line_total_vnd', data: rows.map(({ total }) => BigInt(total)), type: 'INT64' },
        { name: 'session_start', data: rows.map(() => new Date(0)), type: 'TIMESTAMP' },
      ],
    });
  }
  parquetWriteFile({
    filename: join(folder, 'session_metrics.parquet'),
    columnData: [
      { name: 'session_id', data: ['sess_1'], type: 'STRING' },
      { name: 'event_journey', data: ['view_item'], type: 'STRING' },
      { name: 'total_events', data: [2], type: 'INT32' },
      { name: 'order_value_vnd', data: [0n], type: 'INT64' },
      { name: 'session_end', data: [new Date(0)], type: 'TIMESTAMP' },
    ],
  });
  return folder;
}

test('checkByThird() accepts the same rows in other files', async (t) => {
  const ours = output(t, { 'date=2025-01-01/a.parquet': [FIRST], 'date=2025-01-02/b.parquet': [SECOND] });
  const peer = output(t, { 'date=2025-01-01/0.parquet': [SECOND], 'date=2025-01-02/1.parquet': [FIRST] });
  await checkByThird(ours, peer);
});

test('checkByThird() rejects a row that is missing, doubled or another, even where the sums agree', async (t) => {
  const file = 'date=2025-01-01/a.parquet';
  const ours = output(t, { [file]: [FIRST, SECOND] });
  const others = [
    [FIRST],
    [FIRST, FIRST],
    [
      { ...FIRST, total: 6 },
      { ...SECOND, total: 6 },
    ],
    [SECOND, FIRST],
  ];
  for (const rows of others) await assert.rejects(checkByThird(ours, output(t, { [file]: rows })), /differ/);
});

test('countFiles() accepts two files a date and no more', (t) => {
  const names = ['date=2025-01-01/a.parquet', 'date=2025-01-01/b.parquet', 'date=2025-01-02/c.parquet'];
  const files = Object.fromEntries(names.map((name) => [name, [FIRST]]));
  assert.equal(countFiles(output(t, files)), 3);
  const more = { ...files, 'date=2025-01-02/d.parquet': [FIRST], 'date=2025-01-02/e.parquet': [FIRST] };
  assert.throws(() => countFiles(output(t, more)), /5 files/);
});
