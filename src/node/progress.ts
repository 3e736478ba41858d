import type { ImportStep } from '../core/plan/put-events.ts';
import type { Progress as RunProgress } from '../core/plan/run.ts';
import type { Step as TransformStep } from '../core/plan/transform.ts';

/** Where progress goes: a bar on a terminal, plain lines elsewhere, JSON lines for programs. */
export type ProgressStyle = 'bar' | 'lines' | 'json';

type Step = TransformStep | ImportStep | 'generate';

/** How far a command is in one of its steps. */
export type Progress = RunProgress<Step>;

const LABELS: Readonly<Record<Step, string>> = {
  generate: 'Generating',
  check: 'Checking inputs',
  read: 'Reading and cleaning',
  known: 'Reading known ids',
  ids: 'Dropping duplicates',
  sessions: 'Following sessions',
  join: 'Joining journeys',
  days: 'Writing dates',
  publish: 'Publishing',
};
const BAR_EVERY = 100;
const LINE_EVERY = 5000;
const WIDTH = 24;

/** Shows progress as it comes; `clock` is milliseconds that only go forward. */
export function progressPrinter(
  style: ProgressStyle,
  write: (text: string) => void,
  clock: () => number,
): { show: (progress: Progress) => void; end: () => void } {
  const start = clock();
  let stepStart = start;
  let step: Step | undefined;
  let last = start;
  let isOver = false;
  return {
    show(progress) {
      const now = clock();
      const begins = progress.step !== step;
      if (begins) {
        step = progress.step;
        stepStart = last = now;
        isOver = false;
      }
      const ends = !isOver && progress.total > 0 && progress.done >= progress.total;
      isOver ||= ends;
      // Lines stay, so that a step is worth one when it ends, and more only when it takes long.
      if (!ends && !(begins && style === 'bar') && now - last < (style === 'bar' ? BAR_EVERY : LINE_EVERY))
        return;
      last = now;
      const seconds = (now - stepStart) / 1000;
      const counts = progress.step === 'read' || progress.step === 'generate';
      const rate = counts && seconds > 0 ? progress.events / seconds : null;
      const part = progress.total > 0 ? Math.min(1, progress.done / progress.total) : 0;
      const eta = part > 0.01 ? (seconds / part) * (1 - part) : null;
      if (style === 'json') {
        write(
          `${JSON.stringify({ type: 'progress', ...progress, seconds: (now - start) / 1000, rate, eta })}\n`,
        );
      } else if (style === 'bar') {
        write(`\r\u001B[2K${line(progress, part, rate, eta)}`);
      } else {
        write(`${line(progress, part, rate, eta)}\n`);
      }
    },
    end() {
      if (style === 'bar') write('\r\u001B[2K');
    },
  };
}

function line({ step, events }: Progress, part: number, rate: number | null, eta: number | null): string {
  const filled = Math.round(part * WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
  const parts = [`${LABELS[step].padEnd(20)} ${bar} ${String(Math.floor(part * 100)).padStart(3)} %`];
  if (events > 0) parts.push(`${grouped(events)} events`);
  if (rate !== null) parts.push(`${grouped(rate)}/s`);
  if (eta !== null && part < 1) parts.push(`${Math.ceil(eta)} s left`);
  return parts.join('  ');
}

function grouped(value: number): string {
  return String(Math.round(value)).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
