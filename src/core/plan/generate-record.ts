import type { ShopReport } from '../aggregates/shop/report.ts';
import type { Scenario } from '../sources/shopper/options.ts';
import { formatTimestamp } from '../time/timestamp.ts';
import type { FaultKind } from '../truth.ts';
import type { OutputRecord } from './output-record.ts';

/** The options of a generation as generate.json keeps them: enough to make the same file again. */
export interface GenerateOptionsRecord {
  count: number;
  seed: number;
  /** End of the period, exclusive, in UTC. */
  until: string;
  days: number;
  profile: string;
  guests: number;
  buyers: number;
  abandonment: number;
  time_zone: string;
  chaos: Partial<Record<FaultKind, number>>;
}

/** The content of generate.json. */
export interface GenerateRecord {
  /** Version of Cartograph. */
  version: string;
  finished_at: string;
  options: GenerateOptionsRecord;
  /** Events and the copies that chaos added. */
  elements: number;
  /** Faults by kind. */
  faults: Partial<Record<FaultKind, number>>;
  /** Of the uncompressed text. */
  text: { bytes: number; sha256: string };
  outputs: OutputRecord[];
  shop: ShopReport;
}

export function recordOptions(scenario: Scenario): GenerateOptionsRecord {
  const { count, seed, until, days, profile, guests, buyers, abandonment, timeZone, chaos } = scenario;
  return {
    count,
    seed,
    until: formatTimestamp(until),
    days,
    profile,
    guests,
    buyers,
    abandonment,
    time_zone: timeZone,
    chaos,
  };
}
