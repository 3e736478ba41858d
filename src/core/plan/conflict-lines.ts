import type { RawEvent } from '../raw.ts';
import { ElementList } from '../sources/element-list.ts';
import type { ReadLimits } from '../sources/limits.ts';
import type { Piece, ReadState } from '../sources/piece.ts';
import { readPiece } from '../sources/read-piece.ts';
import { batchCleaner, type CleanOptions } from '../stages/clean.ts';
import { keptLine } from '../stages/refusal.ts';
import { DROPPED } from './drop-ids.ts';
import type { Lane } from './fast/lane.ts';
import { readColumns } from './fast/read-columns.ts';
import type { PieceColumns } from './piece-columns.ts';
import { numberByDate } from './spill-rows.ts';

export interface ConflictOptions {
  limits: Readonly<ReadLimits>;
  /** Whatever is in its columns is overwritten. */
  lane: Lane;
  /** A mark for each row of the piece, by date. */
  drops: Uint8Array;
}

/**
 * The lines of the events of a piece that are dropped as conflicts, in input order, and where the piece leaves its reader. The piece
 * is read as `mapBytes` reads it, as rows do not keep their text. Memory: the piece, and that of the lane.
 */
export function conflictLines(
  piece: Piece,
  state: ReadState,
  options: CleanOptions,
  { limits, lane, drops }: ConflictOptions,
): { lines: string; rest: number; state: ReadState } {
  const { columns } = lane;
  /** By row in input order: where its element stands, or the event that it was. */
  const spans: number[] = [];
  const others = new Map<number, RawEvent>();
  const take = takeInto(columns, options, others);
  lane.open(
    piece,
    limits,
    options,
    (event) => take([event]),
    (start, end) => {
      spans[columns.rows * 2] = start;
      spans[columns.rows * 2 + 1] = end;
    },
  );
  const isText = piece.form !== 'quarantine';
  const read = isText ? readColumns(lane, piece, state, limits, take) : readAll(piece, state, limits, take);
  lane.close();

  const rows = new Uint32Array(columns.rows);
  numberByDate(columns, rows);
  let lines = '';
  for (let i = 0; i < rows.length; i++) {
    if (drops[rows[i] as number] !== DROPPED.conflict) continue;
    const event =
      others.get(i) ?? elementAt(piece, limits, spans[i * 2] as number, spans[i * 2 + 1] as number);
    lines += keptLine('conflict', 'event_id', event);
  }
  return { lines, ...read };
}

/** Appends what is kept of elements to columns, and remembers what it was. */
function takeInto(columns: PieceColumns, options: CleanOptions, others: Map<number, RawEvent>) {
  const refused = new Set<RawEvent>();
  let clean: ReturnType<typeof batchCleaner> | undefined;
  return (elements: readonly RawEvent[]): void => {
    clean ??= batchCleaner({ ...options, onRefused: ({ event }) => refused.add(event) });
    const events = clean(elements);
    const kept = elements.filter((element) => !refused.has(element));
    for (const [i, event] of events.entries()) {
      others.set(columns.rows, kept[i] as RawEvent);
      columns.append(event);
    }
    refused.clear();
  };
}

function readAll(
  piece: Piece,
  before: ReadState,
  limits: Readonly<ReadLimits>,
  take: (elements: readonly RawEvent[]) => void,
): { rest: number; state: ReadState } {
  const { events, rest, state } = readPiece(piece, before, limits);
  take(events);
  return { rest, state };
}

function elementAt(piece: Piece, limits: Readonly<ReadLimits>, start: number, end: number): RawEvent {
  const list = new ElementList(piece, limits);
  list.add(start, end, null);
  return list.events[0] as RawEvent;
}
