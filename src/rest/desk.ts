import type { Jobs } from '../core/jobs/jobs.ts';
import type { Questions } from '../core/questions/questions.ts';
import type { Zone } from '../core/time/zone.ts';

/** What routes answer with. */
export interface Desk {
  questions: Questions;
  jobs: Jobs;
  /** The shop's zone. */
  zone: Zone;
  /** Microseconds since 1970-01-01T00:00Z. */
  now: () => number;
}
