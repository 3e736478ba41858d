import type { Arena } from '../columns/arena.ts';
import type { ByteSink, ByteSource } from '../columns/byte-sink.ts';
import type { NumberColumn, TextColumn } from '../columns/column.ts';
import { journeyText, SHOWN_STEPS } from '../journey-text.ts';

/** What event rows show of some sessions; entry i is about the i-th of them. */
export interface JourneyFacts {
  /** The session's number in the whole run. */
  numbers: Float64Array;
  starts: Float64Array;
  ends: Float64Array;
  /** Events of the session. */
  counts: Uint32Array;
  /** Its steps are steps[stepEnds[i - 1], stepEnds[i]), at most 1,000 of them. */
  stepEnds: Uint32Array;
  steps: Uint32Array;
}

/** One session's facts, as they are gathered before they are laid out. */
export interface JourneyFact {
  number: number;
  start: number;
  end: number;
  count: number;
  /** All of its steps, or as many as are shown. */
  steps: Uint32Array;
}

/** Lays facts out as columns. */
export function gatherFacts(sessions: readonly JourneyFact[]): JourneyFacts {
  const shown = sessions.map(({ steps }) => steps.subarray(0, SHOWN_STEPS));
  const stepEnds = new Uint32Array(sessions.length);
  let end = 0;
  shown.forEach((steps, i) => (stepEnds[i] = end += steps.length));
  const steps = new Uint32Array(end);
  shown.forEach((part, i) => steps.set(part, (stepEnds[i] as number) - part.length));
  return {
    numbers: Float64Array.from(sessions, ({ number }) => number),
    starts: Float64Array.from(sessions, ({ start }) => start),
    ends: Float64Array.from(sessions, ({ end: last }) => last),
    counts: Uint32Array.from(sessions, ({ count }) => count),
    stepEnds,
    steps,
  };
}

/** The facts of one session. */
export function factsOf(facts: JourneyFacts, i: number): JourneyFact {
  return {
    number: facts.numbers[i] as number,
    start: facts.starts[i] as number,
    end: facts.ends[i] as number,
    count: facts.counts[i] as number,
    steps: facts.steps.subarray(facts.stepEnds[i - 1] ?? 0, facts.stepEnds[i]),
  };
}

export function writeFacts(facts: JourneyFacts, sink: ByteSink): void {
  sink.u32(facts.counts.length);
  sink.u32(facts.steps.length);
  sink.array(facts.numbers);
  sink.array(facts.starts);
  sink.array(facts.ends);
  sink.array(facts.counts);
  sink.array(facts.stepEnds);
  sink.array(facts.steps);
  sink.align(8);
}

export function readFacts(source: ByteSource): JourneyFacts {
  const sessions = source.u32();
  const steps = source.u32();
  const facts: JourneyFacts = {
    numbers: source.f64s(sessions),
    starts: source.f64s(sessions),
    ends: source.f64s(sessions),
    counts: source.u32s(sessions),
    stepEnds: source.u32s(sessions),
    steps: source.u32s(steps),
  };
  source.align(8);
  return facts;
}

/** The journey columns of rows by their place in their session and the index of its facts, in the order of JOURNEY_FIELDS. */
export function journeyColumns(
  sequence: Uint32Array,
  session: Uint32Array,
  facts: JourneyFacts,
  types: readonly string[],
  arena: Arena,
): (NumberColumn | TextColumn)[] {
  const { starts, ends, counts } = facts;
  const rows = sequence.length;
  const places = arena.doubles(rows);
  const begins = arena.doubles(rows);
  const stops = arena.doubles(rows);
  const durations = arena.doubles(rows);
  const lengths = arena.doubles(rows);
  const codes = arena.words(rows);
  for (let row = 0; row < rows; row++) {
    const i = session[row] as number;
    const start = starts[i] as number;
    const end = ends[i] as number;
    places[row] = sequence[row] as number;
    begins[row] = start;
    stops[row] = end;
    durations[row] = (end - start) / 1_000_000;
    lengths[row] = counts[i] as number;
    codes[row] = i + 1;
  }
  const values = Array.from(counts, (count, i) => shownJourney(types, factsOf(facts, i).steps, count));
  return [
    ...[places, begins, stops, durations, lengths].map((column): NumberColumn => ({
      kind: 'number',
      values: column,
    })),
    { kind: 'text', codes, values },
  ];
}

function shownJourney(types: readonly string[], steps: Uint32Array, count: number): string {
  const text = journeyText(types, steps);
  return count > SHOWN_STEPS ? `${text},...` : text;
}
