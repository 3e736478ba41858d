import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AddFile } from '../../../src/core/lake/actions.ts';
import { readSnapshot } from '../../../src/core/lake/log.ts';
import { TABLE } from '../../../src/core/plan/table-publication.ts';
import { STATS_COLUMNS } from '../../../src/core/plan/write-days.ts';
import { runTransform, toBytes } from '../../support/run-transform.ts';

test('every file of the table has the bounds of the columns that the table names, or only nulls', async () => {
  const events = [
    {
      event_id: 'a',
      event_type: 'search',
      session_id: 's',
      timestamp: '2025-03-01T10:00:00.0000019',
      customer_id: 7,
    },
    {
      event_id: 'b',
      event_type: 'add_to_cart',
      session_id: 's',
      timestamp: '2025-03-01T10:00:00.999999',
      quantity: 3,
    },
    {
      event_id: 'c',
      event_type: 'scroll',
      session_id: 't',
      timestamp: '2025-03-02T10:00:00',
      browser: 'Trình duyệt',
    },
  ];
  const { output } = await runTransform(toBytes(JSON.stringify(events)));
  const { files, metadata } = await readSnapshot(output, TABLE);
  const named = metadata?.configuration['delta.dataSkippingStatsColumns']?.split(',') ?? [];
  assert.deepEqual(new Set(named), STATS_COLUMNS);
  assert.equal(files.size, 2);
  for (const { stats } of files.values()) {
    const { numRecords, minValues, maxValues, nullCount } = JSON.parse(stats ?? '{}') as Statistics;
    for (const name of named) {
      if (nullCount[name] === numRecords) continue;
      assert.ok(minValues[name] !== undefined && maxValues[name] !== undefined, name);
    }
    assert.deepEqual(Object.keys(nullCount).sort(), named.toSorted());
  }
  const [first] = [...files]
    .filter(([path]) => path.includes('2025-03-01'))
    .map(([, file]: [string, AddFile]) => file);
  const { minValues, maxValues } = JSON.parse(first?.stats ?? '{}') as Statistics;
  assert.deepEqual(
    [minValues['timestamp'], maxValues['timestamp']],
    ['2025-03-01T10:00:00.000Z', '2025-03-01T10:00:01.000Z'],
  );
  assert.deepEqual([minValues['event_type'], maxValues['event_type']], ['add_to_cart', 'search']);
  assert.deepEqual([minValues['quantity'], maxValues['quantity'], minValues['customer_id']], [0, 3, 7]);
});

interface Statistics {
  numRecords: number;
  minValues: Record<string, unknown>;
  maxValues: Record<string, unknown>;
  nullCount: Record<string, number>;
}
