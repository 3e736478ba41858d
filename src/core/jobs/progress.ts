import type { JobKind, JobRecord, JobStage } from './job.ts';
import type { WorkProgress } from './runner.ts';
import { noCounts } from './states.ts';

/** What an entry of the log says of the way that has been gone. */
export type ProgressFields = Pick<
  JobRecord,
  'stage' | 'done' | 'total' | 'fraction' | 'rate' | 'etaSeconds' | 'counts'
>;

/** An attempt under way; times are microseconds since 1970-01-01T00:00Z. */
export interface Progress {
  readonly kind: JobKind;
  readonly startedAt: number;
  readonly fields: ProgressFields;
  /** When the stage was heard of first, and the events that it had then. */
  readonly stageAt: number;
  readonly stageEvents: number;
}

/** The share of a job's time that a stage takes, about; in the order of the stages. */
const WEIGHTS: Record<JobKind, readonly (readonly [JobStage, number])[]> = {
  generation: [
    ['generate', 0.25],
    ['check', 0.02],
    ['read', 0.35],
    ['known', 0.03],
    ['ids', 0.07],
    ['days', 0.25],
    ['publish', 0.03],
  ],
  transformation: [
    ['check', 0.02],
    ['read', 0.48],
    ['ids', 0.05],
    ['sessions', 0.1],
    ['join', 0.05],
    ['days', 0.27],
    ['publish', 0.03],
  ],
};

const SECOND = 1_000_000;
/** Entries are at least this far apart, and as far as makes 240 of them. */
const LEAST_GAP = 250_000;
const ENTRIES = 240;
/** The share of a job after which its speed says something about the rest. */
const TELLING = 0.01;

/** An attempt that has just begun. */
export function beginProgress(kind: JobKind, at: number): Progress {
  const fields = { stage: null, done: 0, total: 0, fraction: 0, rate: null, etaSeconds: null };
  return { kind, startedAt: at, fields: { ...fields, counts: noCounts() }, stageAt: at, stageEvents: 0 };
}

/** The attempt after a report of its work. A stage that has been left is over: what still comes of it changes nothing. */
export function foldProgress(before: Progress, report: WorkProgress, at: number): Progress {
  const { kind, fields, startedAt } = before;
  const { step, done, total, events } = report;
  if (placeOf(kind, step) < placeOf(kind, fields.stage)) return before;
  const isNew = step !== fields.stage;
  const stageAt = isNew ? at : before.stageAt;
  const stageEvents = isNew ? events : before.stageEvents;
  const fraction = Math.max(fields.fraction, fractionOf(kind, report));
  const counts = { ...fields.counts };
  if (step === 'generate') counts.generated = events;
  if (step === 'read') counts.read = events;
  return {
    kind,
    startedAt,
    stageAt,
    stageEvents,
    fields: {
      stage: step,
      done,
      total,
      fraction,
      rate: rateOf(events - stageEvents, at - stageAt),
      etaSeconds: etaOf(fraction, at - startedAt),
      counts,
    },
  };
}

/** Whether a report is worth an entry: a new stage is, others only when some time has gone by since the last entry. */
export function isDue(last: Pick<JobRecord, 'at' | 'stage'>, { fields, startedAt }: Progress, at: number) {
  if (last.stage !== fields.stage || at < last.at) return true;
  return at - last.at >= Math.max(LEAST_GAP, (at - startedAt) / ENTRIES);
}

function placeOf(kind: JobKind, stage: JobStage | null): number {
  return WEIGHTS[kind].findIndex(([name]) => name === stage);
}

function fractionOf(kind: JobKind, { step, done, total }: WorkProgress): number {
  const share = done / total;
  let before = 0;
  for (const [stage, weight] of WEIGHTS[kind]) {
    // A stage of nothing, 0 of 0, has not got far.
    if (stage === step) return Math.min(1, before + weight * (share > 0 ? Math.min(1, share) : 0));
    before += weight;
  }
  return 0;
}

function rateOf(events: number, elapsed: number): number | null {
  return events > 0 && elapsed > 0 ? Math.round((events * SECOND) / elapsed) : null;
}

function etaOf(fraction: number, elapsed: number): number | null {
  if (fraction < TELLING || elapsed < 0) return null;
  return Math.round((elapsed * (1 - fraction)) / fraction / SECOND);
}
