import { ByteSink } from '../columns/byte-sink.ts';
import { ByteSource } from '../columns/byte-source.ts';
import { addCleanCounts, type CleanCounts, noCleanCounts } from '../stages/clean-counts.ts';
import { BucketTable } from './bucket-table.ts';
import type { PieceSummary } from './map-piece.ts';
import { Names } from './names.ts';
import { BUCKETS } from './records.ts';

/** A piece and where its spill lies. */
export interface SpilledPiece extends PieceSummary {
  spill: string;
}

/** From the numbers of types and the codes of sources and devices in the records of a piece to those of the run. */
export interface PieceCodes {
  types: readonly number[];
  sources: readonly number[];
  devices: readonly number[];
}

/** What is known of a piece beside how much it has in each bucket. */
export interface PieceEntry extends Pick<SpilledPiece, 'spill' | 'rows' | 'dates' | 'quarantine'> {
  codes: PieceCodes;
  /** Bytes of the spill at which what goes by buckets starts. */
  starts: { ids: number; events: number; eventRows: number; sessions: number; texts: number };
}

/** What is known of the spilled pieces of a run, in input order. Memory: 1 KB a piece and some 30 bytes a date of it. */
export class PieceIndex {
  readonly entries: PieceEntry[] = [];
  /** Of all pieces. */
  readonly counts: CleanCounts = noCleanCounts();
  /** Every name that the records of the pieces number. */
  readonly types: Names;
  readonly sources: Names;
  readonly devices: Names;
  readonly ids: BucketTable;
  readonly events: BucketTable;
  readonly sessions: BucketTable;
  /** Bytes of the ids of sessions. */
  readonly texts: BucketTable;

  constructor(
    [types, sources, devices]: readonly (readonly string[])[] = [],
    [ids, events, sessions, texts]: readonly BucketTable[] = [],
  ) {
    this.types = new Names(types);
    this.sources = new Names(sources);
    this.devices = new Names(devices);
    this.ids = ids ?? new BucketTable();
    this.events = events ?? new BucketTable();
    this.sessions = sessions ?? new BucketTable();
    this.texts = texts ?? new BucketTable();
  }

  /** Takes on the next piece. */
  add(summary: SpilledPiece): void {
    const { spill, rows, dates, quarantine, counts, ids, events, sessions } = summary;
    addCleanCounts(this.counts, counts);
    this.ids.push(ids.counts);
    this.events.push(events.counts);
    this.sessions.push(sessions.counts);
    this.texts.push(sessions.textBytes);
    const starts = {
      ids: ids.start,
      events: events.start,
      eventRows: events.rowStart,
      sessions: sessions.start,
      texts: sessions.textStart,
    };
    const codes = {
      types: summary.types.map((type) => this.types.number(type)),
      sources: [null, ...summary.sources].map((source) => this.sources.code(source)),
      devices: [null, ...summary.devices].map((device) => this.devices.code(device)),
    };
    this.entries.push({ spill, rows, dates, quarantine, codes, starts });
  }

  /** For the other threads. */
  encode(): Uint8Array {
    const { entries, counts, ids, events, sessions, texts } = this;
    const sink = new ByteSink();
    const names = [this.types.list, this.sources.list, this.devices.list];
    sink.text(JSON.stringify({ entries, counts, names }));
    for (const table of [ids, events, sessions, texts]) sink.array(table.ends());
    return sink.bytes();
  }

  static decode(bytes: Uint8Array): PieceIndex {
    const source = new ByteSource(bytes);
    const { entries, counts, names } = JSON.parse(source.text()) as {
      entries: PieceEntry[];
      counts: CleanCounts;
      names: string[][];
    };
    const table = (): BucketTable => new BucketTable(source.u32s(entries.length * BUCKETS));
    const index = new PieceIndex(names, [table(), table(), table(), table()]);
    index.entries.push(...entries);
    addCleanCounts(index.counts, counts);
    return index;
  }
}
