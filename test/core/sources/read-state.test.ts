import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutPieces } from '../../../src/core/sources/cut-pieces.ts';
import { readLimits } from '../../../src/core/sources/limits.ts';
import { type Skip, startState } from '../../../src/core/sources/piece.ts';
import { readPiece } from '../../../src/core/sources/read-piece.ts';
import { prepend } from '../../../src/core/sources/read-pieces.ts';
import { restoreState, type SavedState, saveState } from '../../../src/core/sources/read-state.ts';
import type { Text } from '../../../src/core/sources/text.ts';
import { chunks, see, utf8 } from './reading.ts';

test('a reader goes on from a state that went through JSON as from its own, in whatever it left', async () => {
  const limits = { ...readLimits, elementBytes: 40, headBytes: 10 };
  const [a, b] = ['{"event_id":"1"}', '{"event_id":"2"}'];
  const big = `{"event_id":"${'é\\"'.repeat(20)}","x":[[{"y":[${'1,'.repeat(30)}2]}]]}`;
  const broken = `{"event_id":"3" ${'[1,'.repeat(30)}`;
  const skips = new Set<Skip['kind']>();
  for (const text of [
    `[${a},${big},${b}]`,
    `${a}\n${big}\n${b}\n`,
    `[${a},${broken},\n${b},${a}]`,
    `${a}\n${broken}\n${b}\n`,
    `[${a},{"x":[[${'1,'.repeat(30)}2 3]]},\n${b},${a}]`,
  ]) {
    for (const pieceBytes of [1, 7, 33, 60]) {
      const wanted = await see(text, { pieceBytes, limits });
      const source: Text = {
        file: 'in',
        entry: null,
        form: 'events',
        offset: 0,
        bytes: chunks(utf8(text), 64),
      };
      const seen: unknown[] = [];
      let left = new Uint8Array(0);
      let state = startState;
      for await (const piece of cutPieces(source, { pieceBytes })) {
        const whole = prepend(left, piece);
        const read = readPiece(whole, state, limits);
        left = whole.bytes.slice(read.rest);
        if (read.state.skip !== null) skips.add(read.state.skip.kind);
        state = restoreState(JSON.parse(JSON.stringify(saveState(read.state))) as SavedState);
        for (const event of read.events) {
          seen.push({
            value: event.value,
            fault: event.fault,
            offset: event.place().offset,
            raw: event.text().raw,
          });
        }
      }
      assert.deepEqual(seen, wanted, `${pieceBytes} of ${text}`);
    }
  }
  assert.deepEqual([...skips].sort(), ['end', 'event', 'line']);
});

test('a saved state stays as it is when the reader it came from goes on', () => {
  const limits = { ...readLimits, elementBytes: 10 };
  const piece = { file: 'in', entry: null, form: 'events', last: false, clean: false, start: null } as const;
  const head = { ...piece, offset: 0, bytes: utf8('[{"a":"aaaaaaaaaaaaaaaa') };
  const { state } = readPiece(head, startState, limits);
  const saved = saveState(state);
  const before = JSON.stringify(saved);
  readPiece({ ...piece, offset: 23, bytes: utf8('","b":[[[') }, state, limits);
  assert.equal(JSON.stringify(saved), before);
  const restored = restoreState(saved);
  readPiece({ ...piece, offset: 23, bytes: utf8('","b":[[[') }, restored, limits);
  assert.equal(JSON.stringify(saved), before);
  assert.deepEqual(saveState(restored), saveState(state));
});
