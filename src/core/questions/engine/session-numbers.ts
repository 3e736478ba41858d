import { ByteDictionary } from '../../columns/byte-dictionary.ts';
import { hashWords } from '../../columns/word-hash.ts';
import { padded } from './texts.ts';
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
const BYTES = 32;

/** Numbers the sessions of a version, once as long as there is room for it. Memory: the ids, and 12 bytes a session and a file. */
export function sessionNumbers(view: View): Promise<SessionNumbers> {
  return view.shared(`session numbers ${view.version}`, number, ({ count, idOf }) =>
    count === 0 ? 0 : count * (BYTES + idOf(0).length),
  );
}

async function number(view: View): Promise<SessionNumbers> {
  const known = new ByteDictionary();
  const ofCode: Uint32Array[] = [];
  for (const file of view.files) {
    const { texts } = await view.texts(file, 'session_id');
    const own = new Uint32Array(texts.size + 1);
    for (let code = 1; code <= texts.size; code++) {
      const [start, end] = [texts.start(code), texts.end(code)];
      const hash = hashWords(texts.view, start, end);
      own[code] = (known.find(texts.view, start, end, hash) || known.add(texts.view, start, end, hash)) - 1;
    }
    ofCode.push(own);
    await view.pace.step(texts.size * 10);
  }
  return {
    count: known.size,
    idOf: (session) => known.text(session + 1),
    numberOf: (id) => {
      const { view: bytes, length } = padded(id);
      const code = known.find(bytes, 0, length, hashWords(bytes, 0, length));
      return code === 0 ? undefined : code - 1;
    },
    ofCode,
  };
}
