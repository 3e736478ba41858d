import { TextNumbers } from './text-numbers.ts';
import type { Texts } from './texts.ts';
import type { View } from './view.ts';

/** The sessions of a version by number, in no order that means anything. */
export interface SessionNumbers {
  count: number;
  idOf: (session: number) => string;
  /** Undefined for an id that no session has. */
  numberOf: (id: string) => number | undefined;
  /** By the code that a session_id has in a file, for each file of the version. */
  ofCode: readonly Uint32Array[];
}

/** Bytes that a session takes, beside those of its id. */
const BYTES = 36;

/** Numbers the sessions of a version, once as long as there is room for it. Memory: the ids, and 36 bytes a session and a file. */
export function sessionNumbers(view: View): Promise<SessionNumbers> {
  return view.shared(`session numbers ${view.version}`, number, ({ count, idOf }) =>
    count === 0 ? 0 : count * (BYTES + idOf(0).length),
  );
}

async function number(view: View): Promise<SessionNumbers> {
  const columns: Texts[] = [];
  for (const file of view.files) columns.push((await view.texts(file, 'session_id')).texts);
  const numbers = new TextNumbers(columns);
  const ofCode: Uint32Array[] = [];
  for (const [at, { size }] of columns.entries()) {
    ofCode.push(numbers.add(at));
    await view.pace.step(size * 10);
  }
  const { count } = numbers;
  return { count, idOf: (session) => numbers.text(session), numberOf: (id) => numbers.numberOf(id), ofCode };
}
