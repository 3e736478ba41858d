import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Measurements of a server, for Prometheus. */
export interface Metrics {
  /** Counts an answer. */
  onAnswer: (route: string, method: string, status: number, seconds: number) => void;
  /** Counts what is open at one of several places: each is told of how many it has. */
  openSubscriptions: () => (open: number) => void;
  /** All of them in Prometheus' text format. */
  text: () => Promise<{ type: string; body: string }>;
}

export interface MetricsOptions {
  /** How many jobs run or wait now. @default there are none to count */
  jobs?: () => number;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/** Opens measurements of their own, those of the process among them. */
export function openMetrics({ jobs }: MetricsOptions = {}): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  if (jobs !== undefined) {
    const gauge: Gauge = new Gauge({
      name: 'cartograph_jobs_running',
      help: 'Jobs that run, or wait until they may',
      registers: [registry],
      collect: () => gauge.set(jobs()),
    });
  }
  const answers = new Counter({
    name: 'cartograph_http_requests_total',
    help: 'Requests answered, by route, method and status',
    labelNames: ['route', 'method', 'status'],
    registers: [registry],
  });
  const subscriptions = new Gauge({
    name: 'cartograph_subscriptions',
    help: 'Subscriptions that are open',
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'cartograph_http_request_duration_seconds',
    help: 'Seconds until a request was answered',
    labelNames: ['route', 'method'],
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  });
  return {
    onAnswer(route, given, status, duration) {
      // Callers may make methods up; a series each would fill the memory.
      const method = METHODS.has(given) ? given : 'other';
      answers.inc({ route, method, status: String(status) });
      seconds.observe({ route, method }, duration);
    },
    openSubscriptions() {
      let before = 0;
      return (open) => {
        subscriptions.inc(open - before);
        before = open;
      };
    },
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  };
}
