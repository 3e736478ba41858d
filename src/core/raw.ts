import type { Place } from './errors.ts';

/** Why an element could not be read at all. */
export type ReadFault = 'malformed_json' | 'too_large' | 'too_deep' | 'invalid_utf8';

/** How the raw text of a refused element is kept. */
export interface RawText {
  raw: string;
  encoding: 'utf8' | 'base64';
}

/** One element of the input as it was read, before anything is known about it. */
export interface RawEvent {
  /** What JSON.parse gives for it; undefined when `fault` is set. */
  readonly value: unknown;
  readonly fault: ReadFault | null;
  /** Whether its text may hold `\u` escapes of surrogates, so that strings have to be looked at. */
  readonly surrogates: boolean;
  /** Of the element's first byte. Found on demand: asking costs a scan of the element's piece. */
  place(): Place;
  /** Its bytes in the input as text, cut at `limit` bytes (on a character); base64 where they are not UTF-8. */
  text(limit?: number): RawText;
  /** Parsed again with every number that a double cannot hold kept as an ExactNumber. */
  exact(): unknown;
}

/** A number that would change as a double, under its own digits. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
