import { SHOWN_STEPS } from '../journey-text.ts';

/**
 * A journey as a pattern: event types joined with `,`. Journeys of more than 1,000 steps are compared by their first
 * 1,000 and end in `,...`, which no event name can be, so they never count as a shorter one.
 */
export function patternOf(journey: string): string {
  // Fewer characters than that cannot hold more steps.
  if (journey.length <= SHOWN_STEPS * 2) return journey;
  let end = -1;
  for (let step = 0; step < SHOWN_STEPS; step++) {
    end = journey.indexOf(',', end + 1);
    if (end === -1) return journey;
  }
  return `${journey.slice(0, end)},...`;
}

/** How often an event type is a step of a journey. Makes no copy, however long the journey. */
export function countSteps(journey: string, type: string): number {
  let count = 0;
  for (let at = journey.indexOf(type); at !== -1; at = journey.indexOf(type, at + type.length)) {
    if (isStep(journey, at, type)) count++;
  }
  return count;
}

/** Whether a journey's last step is of a type. */
export function endsWithStep(journey: string, type: string): boolean {
  return journey.endsWith(type) && isStep(journey, journey.length - type.length, type);
}

function isStep(journey: string, at: number, type: string): boolean {
  const end = at + type.length;
  return (at === 0 || journey[at - 1] === ',') && (end === journey.length || journey[end] === ',');
}
