import type { RefusalCode } from './refusal.ts';

/** How often each rule of cleaning was used. */
export interface CleanCounts {
  read: number;
  kept: number;
  /** Refused events by code. */
  refused: Partial<Record<RefusalCode, number>>;
  /** Kept with a time that only timestamp_unix gave. */
  timeFromUnix: number;
  /** Kept although timestamp and timestamp_unix differ by something no time zone explains. */
  clockDisagreements: number;
  /** Kept under the canonical name of their type. */
  renamed: number;
  /** Kept with a type that is not one of ours. */
  unknownTypes: number;
  /** Kept with fields that went to `properties`. */
  unknownFields: number;
}

/** Counts of a run in which nothing has been read. */
export function noCleanCounts(): CleanCounts {
  return {
    read: 0,
    kept: 0,
    refused: {},
    timeFromUnix: 0,
    clockDisagreements: 0,
    renamed: 0,
    unknownTypes: 0,
    unknownFields: 0,
  };
}

/** Adds one run's counts to another's. */
export function addCleanCounts(total: CleanCounts, part: CleanCounts): void {
  for (const [code, count] of Object.entries(part.refused) as [RefusalCode, number][]) {
    total.refused[code] = (total.refused[code] ?? 0) + count;
  }
  for (const key of COUNTERS) total[key] += part[key];
}

const COUNTERS = [
  'read',
  'kept',
  'timeFromUnix',
  'clockDisagreements',
  'renamed',
  'unknownTypes',
  'unknownFields',
] as const;
