import type { JobState } from '../core/jobs/job.ts';
import { wallClock } from '../core/time/wall-clock.ts';
import type { Desk } from './desk.ts';
import { type Envelope, success } from './envelope.ts';
import {
  type Generation,
  hundredths,
  isUnderWay,
  lastGeneration,
  progressOf,
} from './generation-progress.ts';
import type { GenerationStatus } from './generation-schemas.ts';

const SECOND = 1_000_000;

/** How the generation stands that is under way or, where none is, the one that ended last. */
export async function generationStatus(desk: Desk, signal: AbortSignal): Promise<Envelope<GenerationStatus>> {
  const last = await lastGeneration(desk);
  if (last === null) {
    return success('No active generation. Ready to start new generation.', {
      generation_status: 'idle',
      is_generating: false,
      instructions: 'Call POST /cart/generate/events?count=10000 to start generation',
    });
  }
  if (isUnderWay(last)) return running(last, desk);
  const { total } = await desk.questions.events({ page: { first: 0 }, signal });
  return ended(last, total);
}

function running(generation: Generation, { zone, now }: Desk): Envelope<GenerationStatus> {
  const { state, rate } = generation.latest;
  const { percent, percentText, generated, target, elapsedSeconds, end, remaining } = progressOf(
    generation,
    now(),
  );
  const begun = state === 'queued' ? 'Generation waits until it can run.' : 'Generation in progress.';
  const until = end === null ? '' : ` Estimated completion in ${remaining}.`;
  return success(`Event generation in progress: ${percentText} complete`, {
    generation_status: 'in_progress',
    is_generating: true,
    progress_percentage: percent,
    events_generated: generated,
    target_events: target,
    remaining_events: Math.max(0, target - generated),
    elapsed_time_seconds: hundredths(elapsedSeconds),
    elapsed_time_minutes: hundredths(elapsedSeconds / 60),
    estimated_completion_time: end === null ? null : wallClock(zone)(Math.round(end / SECOND) * SECOND),
    estimated_time_remaining: remaining,
    events_per_second: hundredths(rate ?? 0),
    message: begun + until,
  });
}

function ended({ id, task, latest }: Generation, total: number): Envelope<GenerationStatus> {
  const { state, error } = latest;
  const facts = { total_events: total, last_target: task.options.count, is_generating: false } as const;
  const why = error === null ? '' : `: ${error}`;
  switch (state) {
    case 'failed':
    case 'interrupted':
    case 'cancelled': {
      const [became, instructions] = endings(id)[state];
      return success(`No active generation. Last generation ${became}${why}`, {
        generation_status: state,
        ...facts,
        job_id: id,
        instructions,
      });
    }
    default:
      return success('No active generation. Last generation completed successfully.', {
        generation_status: 'completed',
        ...facts,
      });
  }
}

type Ending = Extract<JobState, 'failed' | 'interrupted' | 'cancelled'>;

/** What became of a job, and how to go on. */
function endings(id: string): Record<Ending, [became: string, instructions: string]> {
  const anew = 'POST /cart/generate/events to start';
  const resume = `Resume it with GraphQL, mutation resumeJob(id: ${JSON.stringify(id)}), or call ${anew} anew`;
  return {
    failed: ['failed', resume],
    interrupted: ['was interrupted', resume],
    cancelled: ['was cancelled', `Call ${anew} another`],
  };
}
