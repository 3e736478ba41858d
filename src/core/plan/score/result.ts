import type { FaultKind } from '../../truth.ts';
import type { SideLines } from './sides.ts';
import type { WrongVerdict } from './verdict.ts';

/** How one kind of fault was dealt with. */
export interface KindScore {
  kind: FaultKind;
  /** Faults in the truth. */
  injected: number;
  /** Of them, those that were dealt with as they should be: see `judge`; of duplicates no more than were dropped. */
  found: number;
  /**
   * What the run took for this kind: events dropped as duplicates by run.json, lines of conflicts.ndjson.gz, lines of
   * quarantine.ndjson.gz with a code of the kind, rows of the table with an id of the kind (late, out_of_order).
   */
  claimed: number;
  /** found / claimed, 1 where nothing was claimed; null where nothing was injected. */
  precision: number | null;
  /** found / injected; null where nothing was injected. */
  recall: number | null;
  /** The first faults that were not found. */
  examples: WrongVerdict[];
}

/** Events without a fault: every one of them must be in the table. */
export interface UntouchedScore {
  /** Events that happened but those with a fault. */
  expected: number;
  /** Ids without a fault that have one row, in the partition of its date. */
  kept: number;
  /** Rows beyond the first of such an id. */
  repeated: number;
  /** Rows of such ids that are not in the partition of their date. */
  misplaced: number;
}

/** How a transform dealt with a stream that was broken on purpose. */
export interface Score {
  /** Whether every precision and recall is 1, nothing is claimed that is not in the truth, and all that is untouched is kept. */
  perfect: boolean;
  kinds: KindScore[];
  /** Null where it is not checked. */
  untouched: UntouchedScore | null;
  /** Lines of quarantine or conflicts without a fault at their offset, or with a code that stands for no kind. */
  unexpected: SideLines['unexpected'];
  /** What explains the score, for people. */
  notes: string[];
}
