import type { WireEvent } from './wire-event.ts';

/** The ways in which a stream is broken on purpose, with what becomes of an event. */
export const FAULT_KINDS = [
  /** Comes again, unchanged. */
  'duplicate',
  /** Its id comes again with another payload. */
  'conflict',
  /** Arrives minutes to hours after it happened. */
  'late',
  /** Arrives after a later event of its own session. */
  'out_of_order',
  /** Says that it happened after the end of the stream. */
  'future',
  /** Lacks a field that every event needs. */
  'missing_field',
  /** Has a value of a type that is not read as its field's. */
  'wrong_type',
  /** Is no JSON. */
  'malformed_json',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** A line of truth.ndjson.gz: one fault that was put into a stream on purpose. An event has one fault at most. */
export interface TruthLine {
  /** Of the event the fault befell, even where the element lacks it. */
  event_id: string;
  kind: FaultKind;
  /** The field that is missing (`timestamp` stands for both times), wrong or changed; null where it is none. */
  field: string | null;
  /** Index of the faulty element among all of the file, from 0; of duplicates and conflicts, the copy's. */
  position: number;
  /** Byte at which that element starts in the uncompressed text. */
  offset: number;
  /** The event as it happened. */
  original: WireEvent;
}
