import type { StoredEvent } from '../answers.ts';
import type { BytesColumn } from './columns.ts';
import { EVENT_COLUMNS, pickRows } from './pick-rows.ts';
import type { TableFile } from './table-files.ts';
import type { View } from './view.ts';

/** The events of some ids, null where there is none; the oldest of those that share one. */
export async function eventsById(view: View, ids: readonly string[]): Promise<(StoredEvent | null)[]> {
  const encoder = new TextEncoder();
  const wanted = [...new Set(ids)].map((id) => ({ id, bytes: encoder.encode(id) }));
  const found = new Map<string, { row: number; time: number }>();
  if (wanted.length > 0) await view.loadAll(['event_id']);
  for (const file of wanted.length === 0 ? [] : view.files) {
    const column = await view.ids(file);
    const slots = await slotsOf(view, file);
    for (const { id, bytes } of wanted) {
      for (const row of rowsOf(slots, column, bytes)) {
        const time = (await view.numbers(file, 'timestamp'))[row] as number;
        const known = found.get(id);
        if (known === undefined || time < known.time) found.set(id, { row: file.base + row, time });
      }
    }
    await view.pace.step(wanted.length * 10);
  }
  const rows = Array.from(found.values(), ({ row }) => row);
  const events = (await pickRows(view, rows, EVENT_COLUMNS)) as StoredEvent[];
  const byId = new Map(events.map((event) => [event.event_id, event]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** Where ids stand in a file: a hash table of rows, one more than them, 0 where there is none. Memory: 6 to 12 bytes a row. */
function slotsOf(view: View, file: TableFile): Promise<Uint32Array> {
  return view.shared(
    `slots ${file.path}`,
    async (shared) => {
      const { bytes, offsets } = await shared.ids(file);
      let size = 16;
      while (size < file.rows * 1.5) size *= 2;
      const slots = new Uint32Array(size);
      for (let row = 0; row < file.rows; row++) {
        let slot = hash(bytes, offsets[row] as number, offsets[row + 1] as number) & (size - 1);
        while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
        slots[slot] = row + 1;
      }
      await shared.pace.step(file.rows * 20);
      return slots;
    },
    ({ byteLength }) => byteLength,
  );
}

function* rowsOf(slots: Uint32Array, { bytes, offsets }: BytesColumn, id: Uint8Array): Generator<number> {
  const mask = slots.length - 1;
  for (let slot = hash(id, 0, id.length) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
    const row = (slots[slot] as number) - 1;
    const [start, end] = [offsets[row] as number, offsets[row + 1] as number];
    let isSame = end - start === id.length;
    for (let i = 0; isSame && i < id.length; i++) isSame = bytes[start + i] === id[i];
    if (isSame) yield row;
  }
}

/** FNV-1a of bytes (Fowler, Noll and Vo), its bits spread. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let i = start; i < end; i++) value = Math.imul(value ^ (bytes[i] as number), 0x01000193);
  return value ^ (value >>> 15);
}
