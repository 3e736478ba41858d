import type { Arena } from '../columns/arena.ts';
import type { Batch } from '../event.ts';

/**
 * An aggregate in parts: rows are added to any number of parts, in any batches, and the parts merge in any order;
 * the finish of the merged part has the same digits as one part with all rows. Merging leaves `other` as it was.
 */
export interface Fold<Row, Part, Result> {
  create(): Part;
  add(part: Part, batch: Batch<Row>): void;
  merge(part: Part, other: Part): void;
  finish(part: Part): Result;
  encode(part: Part): Uint8Array;
  /**
   * @param arena for what is large of the part, which is good until it is cleared. @default room of its own
   * @throws {RangeError} when the bytes are not those of a part
   */
  decode(bytes: Uint8Array, arena?: Arena): Part;
}

/** The same for an aggregate that moves what it cannot hold to a storage. Calls on one part must not overlap. */
export interface AsyncFold<Row, Part, Result> {
  create(): Part;
  add(part: Part, batch: Batch<Row>): Promise<void>;
  merge(part: Part, other: Part): Promise<void>;
  finish(part: Part): Promise<Result>;
  encode(part: Part): Promise<Uint8Array>;
  /**
   * @param arena for what is large of the part, which is good until it is cleared. @default room of its own
   * @throws {RangeError} when the bytes are not those of a part
   */
  decode(bytes: Uint8Array, arena?: Arena): Part;
}
