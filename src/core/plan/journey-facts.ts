import type { Arena } from '../columns/arena.ts';
import type { ByteSink } from '../columns/byte-sink.ts';
import type { ByteSource } from '../columns/byte-source.ts';
import type { BytesColumn, NumberColumn } from '../columns/column.ts';
import { JourneyWriter, SHOWN_STEPS } from '../journey-text.ts';

/** What event rows show of some sessions; entry i is about the i-th of them. */
export interface JourneyFacts {
  /** The session's number in the whole run. */
  numbers: Float64Array;
  starts: Float64Array;
  ends: Float64Array;
  /** Events of the session. */
  counts: Uint32Array;
  /** Its steps are steps[stepEnds[i - 1], stepEnds[i]): all of them, or as many as are shown. */
  stepEnds: Uint32Array;
  steps: Uint32Array;
}

/** The facts of some sessions, in the order in which they are named, with as many steps as are shown, in the arena. */
export function pickFacts(from: JourneyFacts, sessions: Uint32Array, arena: Arena): JourneyFacts {
  let size = 0;
  for (let i = 0; i < sessions.length; i++) size += shownSteps(from, sessions[i] as number);
  const picked = room(sessions.length, size, arena);
  let end = 0;
  for (let i = 0; i < sessions.length; i++) {
    const session = sessions[i] as number;
    picked.numbers[i] = from.numbers[session] as number;
    picked.starts[i] = from.starts[session] as number;
    picked.ends[i] = from.ends[session] as number;
    picked.counts[i] = from.counts[session] as number;
    const start = startOf(from, session);
    const steps = shownSteps(from, session);
    for (let step = 0; step < steps; step++) picked.steps[end + step] = from.steps[start + step] as number;
    picked.stepEnds[i] = end += steps;
  }
  return picked;
}

/** The facts of one list of sessions after another, in the arena. */
export function joinFacts(parts: readonly JourneyFacts[], arena: Arena): JourneyFacts {
  const count = parts.reduce((sum, { counts }) => sum + counts.length, 0);
  const size = parts.reduce((sum, part) => sum + part.steps.length, 0);
  const joined = room(count, size, arena);
  let at = 0;
  let steps = 0;
  for (const part of parts) {
    for (const name of ['numbers', 'starts', 'ends', 'counts'] as const) joined[name].set(part[name], at);
    for (const end of part.stepEnds) joined.stepEnds[at++] = steps + end;
    joined.steps.set(part.steps, steps);
    steps += part.steps.length;
  }
  return joined;
}

/** Room for the facts of some sessions; its numbers are anything. */
function room(sessions: number, steps: number, arena: Arena): JourneyFacts {
  return {
    numbers: arena.doubles(sessions),
    starts: arena.doubles(sessions),
    ends: arena.doubles(sessions),
    counts: arena.words(sessions),
    stepEnds: arena.words(sessions),
    steps: arena.words(steps),
  };
}

function shownSteps(facts: JourneyFacts, session: number): number {
  return Math.min(SHOWN_STEPS, (facts.stepEnds[session] as number) - startOf(facts, session));
}

function startOf({ stepEnds }: JourneyFacts, session: number): number {
  return session === 0 ? 0 : (stepEnds[session - 1] as number);
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
): (NumberColumn | BytesColumn)[] {
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
  return [
    ...[places, begins, stops, durations, lengths].map((column): NumberColumn => ({
      kind: 'number',
      values: column,
    })),
    { kind: 'bytes', codes, ...shownJourneys(facts, types, arena) },
  ];
}

/** The journeys of all sessions as event rows show them, one after another. */
function shownJourneys(
  facts: JourneyFacts,
  types: readonly string[],
  arena: Arena,
): { ends: Uint32Array; bytes: Uint8Array } {
  const { counts, stepEnds, steps } = facts;
  const writer = new JourneyWriter(types);
  const stepsOf = (i: number): Uint32Array => steps.subarray(startOf(facts, i), stepEnds[i]);
  const isCut = (i: number): boolean => (counts[i] as number) > SHOWN_STEPS;
  let size = 0;
  for (let i = 0; i < counts.length; i++) size += writer.sizeOf(stepsOf(i), isCut(i));
  const ends = arena.words(counts.length);
  const bytes = arena.bytes(size);
  let at = 0;
  for (let i = 0; i < counts.length; i++) ends[i] = at = writer.write(bytes, at, stepsOf(i), isCut(i));
  return { ends, bytes };
}
