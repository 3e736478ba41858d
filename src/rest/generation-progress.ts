import { formatNumber } from '../core/aggregates/plain-text.ts';
import type { GenerationTask, Job } from '../core/jobs/job.ts';
import type { Desk } from './desk.ts';
import { durationText } from './duration-text.ts';

/** A job that generates events. */
export type Generation = Job & { task: GenerationTask };

/** How far a generation is, as old clients are told of it. */
export interface Progress {
  /** From 0 to 100, to one decimal; 100 only for what is done. */
  percent: number;
  /** The same as text: `45.2%`. */
  percentText: string;
  generated: number;
  target: number;
  /** Since it was started, or began to wait. */
  elapsedSeconds: number;
  /** When it will be done, in microseconds since 1970-01-01T00:00Z; null while nothing can be said. */
  end: number | null;
  /** How long that is from now: `1.8 minutes`, or `calculating...`. */
  remaining: string;
}

/** Jobs that are looked through for one that is under way: an older one may have been resumed. */
const RECENT = 100;
const SECOND = 1_000_000;

/** The generation that is under way or, where none is, the one that ended last; null where there has been none. */
export async function lastGeneration({ jobs }: Desk): Promise<Generation | null> {
  const page = await jobs.list({ first: RECENT, kind: 'generation' });
  const generations = page.jobs.filter(isGeneration);
  const running = generations.find(isUnderWay);
  return running ?? generations.toSorted((a, b) => b.latest.at - a.latest.at)[0] ?? null;
}

/** The same where it is under way, otherwise null. */
export async function runningGeneration(desk: Desk): Promise<Generation | null> {
  const last = await lastGeneration(desk);
  return last !== null && isUnderWay(last) ? last : null;
}

/** Whether a job runs, or waits until it can. */
export function isUnderWay({ latest }: Job): boolean {
  return latest.state === 'running' || latest.state === 'queued';
}

/** How far a generation is at a moment, by the newest entry of its log. */
export function progressOf({ task, latest }: Generation, now: number): Progress {
  const { state, startedAt, at, fraction, etaSeconds, counts } = latest;
  const since = state === 'running' && startedAt !== null ? startedAt : at;
  const percent = Math.floor(fraction * 1000 + 1e-6) / 10;
  const end = etaSeconds === null ? null : at + Math.round(etaSeconds * SECOND);
  return {
    percent,
    percentText: `${formatNumber(percent, 1)}%`,
    generated: counts.generated,
    target: task.options.count,
    elapsedSeconds: Math.max(0, now - since) / SECOND,
    end,
    remaining: end === null ? 'calculating...' : durationText(Math.max(0, end - now) / SECOND),
  };
}

/** What warnings say of a generation that is under way. */
export function progressFields({ percentText, generated, target, elapsedSeconds, remaining }: Progress) {
  return {
    progress: percentText,
    events_generated: generated,
    target_events: target,
    elapsed_time_minutes: hundredths(elapsedSeconds / 60),
    estimated_completion: remaining,
  };
}

/** A number to two decimals. */
export function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

function isGeneration(job: Job): job is Generation {
  return job.task.kind === 'generation';
}
