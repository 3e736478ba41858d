import type { RawEvent, ReadFault } from '../raw.ts';

/** Version of the cleaning rules: it changes whenever an event would be cleaned or refused differently. */
export const RULES_VERSION = 2;

/** Why an event is not kept. */
export type RefusalCode =
  | ReadFault
  | 'not_an_object'
  | 'missing_field'
  | 'wrong_type'
  | 'bad_event_name'
  | 'bad_timestamp'
  | 'out_of_range_timestamp'
  | 'negative_value'
  | 'unsafe_number'
  | 'lone_surrogate'
  | 'guest';

/** What is wrong with an event, and with which of its fields. */
export interface Fault {
  code: RefusalCode;
  /** Name on the wire, `items[2].quantity` inside a list; null when it is the event as a whole. */
  field: string | null;
}

/** An event that was refused, with the element it came from. */
export interface Refusal extends Fault {
  event: RawEvent;
}

/** A line of quarantine.ndjson.gz, and of conflicts.ndjson.gz. */
export interface QuarantineLine {
  code: RefusalCode | 'conflict';
  field: string | null;
  file: string;
  entry: string | null;
  /** Byte at which the element starts in the decompressed text. */
  offset: number | null;
  /** The element as it stood there, cut at 1 MiB. */
  raw: string;
  encoding: 'utf8' | 'base64';
  rules: number;
}

/** The line, ended by LF, that keeps a refused element, its reason and its place. */
export function quarantineLine({ code, field, event }: Refusal): string {
  return keptLine(code, field, event);
}

/** The same for an event that is dropped for another reason than its own faults. */
export function keptLine(code: RefusalCode | 'conflict', field: string | null, event: RawEvent): string {
  const { file, entry, offset } = event.place();
  const { raw, encoding } = event.text();
  const line: QuarantineLine = { code, field, file, entry, offset, raw, encoding, rules: RULES_VERSION };
  return `${JSON.stringify(line)}\n`;
}
