import type { SessionStatistics } from './sessions.ts';
import type { Statistics } from './statistics.ts';

/** Everything the reports say, from the finish of both folds. */
export interface Report {
  events: Statistics;
  sessions: SessionStatistics;
}

/** Numbers by name in the order to be written; a Map, as names such as `7` or `__proto__` would upset an object. */
export type Distribution = ReadonlyMap<string, number>;

/** The content of aggregation_metrics.json. Durations, rates (%) and averages are null where they are undefined. */
export interface ReportMetrics {
  session_duration_stats: {
    average_duration_seconds: number | null;
    median_duration_seconds: number | null;
    min_duration_seconds: number | null;
    max_duration_seconds: number | null;
    std_duration_seconds: number | null;
    total_sessions: number;
    average_duration_minutes: number | null;
    median_duration_minutes: number | null;
  };
  purchase_stats: {
    total_sessions: number;
    sessions_with_purchase_intent: number;
    purchase_intent_rate: number | null;
  };
  event_stats: {
    total_events: number;
    event_type_distribution: Distribution;
    unique_sessions: number;
    unique_customers: number;
    unique_products: number;
    average_events_per_session: number | null;
    source_distribution: Distribution;
    device_distribution: Distribution;
  };
  journey_metrics: {
    top_journey_patterns: Distribution;
    average_journey_length: number | null;
    max_journey_length: number | null;
    min_journey_length: number | null;
  };
  time_metrics: {
    events_by_date: Distribution;
    events_by_hour: Distribution;
    events_by_day_of_week: Distribution;
    sessions_by_date: Distribution;
  };
  conversion_stats: {
    sessions_with_purchase: number;
    conversion_rate: number | null;
    total_purchases: number;
    total_revenue_vnd: number;
    average_order_value_vnd: number | null;
  };
  cart_stats: {
    add_to_cart_events: number;
    remove_from_cart_events: number;
    add_remove_ratio: number | null;
    top_products_added: { product_id: number; product_name: string | null; count: number }[];
    value_left_in_carts_vnd: number;
    sessions_with_adds: number;
    abandoned_sessions: number;
    abandonment_rate: number | null;
  };
}

/** Names of the weekdays, Monday first. */
export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** The numbers of a report under the names of aggregation_metrics.json. */
export function reportMetrics({ events, sessions }: Report): ReportMetrics {
  const { duration } = sessions;
  return {
    session_duration_stats: {
      average_duration_seconds: duration.averageSeconds,
      median_duration_seconds: duration.medianSeconds,
      min_duration_seconds: duration.minSeconds,
      max_duration_seconds: duration.maxSeconds,
      std_duration_seconds: duration.deviationSeconds,
      total_sessions: sessions.sessions,
      average_duration_minutes: duration.averageMinutes,
      median_duration_minutes: duration.medianMinutes,
    },
    purchase_stats: {
      total_sessions: sessions.sessions,
      sessions_with_purchase_intent: sessions.intents,
      purchase_intent_rate: sessions.intentRate,
    },
    event_stats: {
      total_events: events.events,
      event_type_distribution: byName(events.types),
      unique_sessions: sessions.sessions,
      unique_customers: events.customers,
      unique_products: events.products,
      average_events_per_session: sessions.averageLength,
      source_distribution: byName(events.sources),
      device_distribution: byName(events.devices),
    },
    journey_metrics: {
      top_journey_patterns: new Map(
        sessions.topPatterns.map(({ name, count }) => [name.replaceAll(',', ' -> '), count]),
      ),
      average_journey_length: sessions.averageLength,
      max_journey_length: sessions.maxLength,
      min_journey_length: sessions.minLength,
    },
    time_metrics: {
      events_by_date: new Map(events.dates.map((day) => [day.date, day.events])),
      events_by_hour: new Map(events.hours.map((count, hour) => [String(hour), count])),
      events_by_day_of_week: new Map(WEEKDAYS.map((name, day) => [name, events.weekdays[day] ?? 0])),
      sessions_by_date: byName(sessions.dates),
    },
    conversion_stats: {
      sessions_with_purchase: sessions.buying,
      conversion_rate: sessions.conversionRate,
      total_purchases: sessions.purchases,
      total_revenue_vnd: sessions.revenue,
      average_order_value_vnd: sessions.averageOrder,
    },
    cart_stats: {
      add_to_cart_events: events.adds,
      remove_from_cart_events: events.removes,
      add_remove_ratio: events.addRemoveRatio,
      top_products_added: events.topProductsAdded.map(({ productId, name, count }) => ({
        product_id: productId,
        product_name: name,
        count,
      })),
      value_left_in_carts_vnd: sessions.leftInCarts,
      sessions_with_adds: sessions.adding,
      abandoned_sessions: sessions.abandoned,
      abandonment_rate: sessions.abandonmentRate,
    },
  };
}

function byName(counts: readonly { name: string; count: number }[]): Distribution {
  return new Map(counts.map(({ name, count }) => [name, count]));
}
