import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportJson } from '../../../src/core/sinks/report-json.ts';
import { reportOf, smallReport } from './report-sample.ts';

const SECTIONS = {
  session_duration_stats: [
    'average_duration_seconds',
    'median_duration_seconds',
    'min_duration_seconds',
    'max_duration_seconds',
    'std_duration_seconds',
    'total_sessions',
    'average_duration_minutes',
    'median_duration_minutes',
  ],
  purchase_stats: ['total_sessions', 'sessions_with_purchase_intent', 'purchase_intent_rate'],
  event_stats: [
    'total_events',
    'event_type_distribution',
    'unique_sessions',
    'unique_customers',
    'unique_products',
    'average_events_per_session',
    'source_distribution',
    'device_distribution',
  ],
  journey_metrics: [
    'top_journey_patterns',
    'average_journey_length',
    'max_journey_length',
    'min_journey_length',
  ],
  time_metrics: ['events_by_date', 'events_by_hour', 'events_by_day_of_week', 'sessions_by_date'],
};

test('reportJson() keeps the old names', async () => {
  const metrics = JSON.parse(reportJson(await smallReport()));
  for (const [section, names] of Object.entries(SECTIONS))
    assert.deepEqual(Object.keys(metrics[section]), names);
});

test('reportJson() writes names in order, whatever they are', async () => {
  const text = reportJson(await smallReport());
  assert.match(
    text,
    /"event_type_distribution": \{\n {6}"add_to_cart": 3,\n {6}"__proto__": 1,\n {6}"purchase": 1,/,
  );
  assert.match(text, /"source_distribution": \{\n {6}"website": 3,\n {6}"7": 2,\n {6}"unknown": 1\n {4}\}/);
  assert.match(
    text,
    /"__proto__ -> add_to_cart": 1,\n {6}"add_to_cart -> add_to_cart -> remove_from_cart -> purchase": 1/,
  );
  assert.ok(text.endsWith('}\n'));
});

test('reportJson() of nothing has zeros and nulls', async () => {
  const metrics = JSON.parse(reportJson(await reportOf([], [])));
  assert.equal(metrics.session_duration_stats.std_duration_seconds, null);
  assert.equal(metrics.purchase_stats.purchase_intent_rate, null);
  assert.equal(metrics.event_stats.total_events, 0);
  assert.deepEqual(metrics.time_metrics.events_by_date, {});
  assert.equal(metrics.time_metrics.events_by_hour[23], 0);
});
