import type { View } from './view.ts';

/** The sessions of a version by number, in no order that means anything. */
export interface SessionNumbers {
  ids: readonly string[];
  numbers: ReadonlyMap<string, number>;
  /** By row of the table. */
  ofRow: Uint32Array;
}

/** Numbers the sessions of a version, once as long as there is room for it. Memory: 4 bytes a row, and the ids. */
export function sessionNumbers(view: View): Promise<SessionNumbers> {
  return view.shared(`session numbers ${view.version}`, number, ({ ids, ofRow }) =>
    ids.reduce((sum, id) => sum + 80 + id.length * 2, ofRow.byteLength),
  );
}

async function number(view: View): Promise<SessionNumbers> {
  const numbers = new Map<string, number>();
  const ids: string[] = [];
  const ofRow = new Uint32Array(view.rows);
  for (const file of view.files) {
    const { codes, values } = await view.texts(file, 'session_id');
    const ofCode = new Uint32Array(values.length + 1);
    values.forEach((id, i) => {
      let known = numbers.get(id);
      if (known === undefined) numbers.set(id, (known = ids.push(id) - 1));
      ofCode[i + 1] = known;
    });
    for (let row = 0; row < codes.length; row++)
      ofRow[file.base + row] = ofCode[codes[row] as number] as number;
    await view.pace.step(file.rows * 2);
  }
  return { ids, numbers, ofRow };
}
