import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cutPieces } from '../../../src/core/sources/cut-pieces.ts';
import { readLimits } from '../../../src/core/sources/limits.ts';
import type { Text } from '../../../src/core/sources/text.ts';
import { startState } from '../../../src/core/sources/piece.ts';
import { readPiece } from '../../../src/core/sources/read-piece.ts';
import { prepend } from '../../../src/core/sources/read-pieces.ts';
import { read, see, utf8 } from './reading.ts';

const MIB = 1_048_576;

/** Text around a filling that is repeated until it has so many MiB; made as it is read. */
async function* filled(head: string, filling: string, tail: string, size = 24): AsyncGenerator<Uint8Array> {
  yield utf8(head);
  const block = utf8(filling.repeat(Math.ceil(MIB / filling.length)));
  for (let made = 0; made < size * MIB; made += block.length) yield block;
  yield utf8(tail);
}

/** Reads as the driver does, and tells the most bytes a piece came to with what the one before left. */
async function readHeld(bytes: AsyncIterable<Uint8Array>) {
  const text: Text = { file: 'in', entry: null, form: 'events', offset: 0, bytes };
  const seen: string[] = [];
  let most = 0;
  let left = new Uint8Array(0);
  let state = startState;
  for await (const piece of cutPieces(text)) {
    const whole = prepend(left, piece);
    most = Math.max(most, whole.bytes.length);
    const result = readPiece(whole, state);
    ({ state } = result);
    left = whole.bytes.slice(result.rest);
    for (const event of result.events) {
      seen.push(
        event.fault === null ? JSON.stringify(event.value) : `${event.fault} ${event.text().raw.length}`,
      );
    }
  }
  return { seen, most };
}

describe('limits', () => {
  test('an element of 100 MB costs itself, and little memory', async () => {
    const bound = readLimits.elementBytes + 8 * MIB;
    const a = '{"event_id":"a"}';
    const b = '{"event_id":"b"}';
    const fillings = [
      ['{"big":"', 'xyz é ', '"}', 100],
      ['{"items":[', '{"product_id":1},', '{}]}', 24],
      ['{"items":[', '{"event_id":1},', '{}]}', 24],
    ] as const;
    for (const [head, filling, tail, size] of fillings) {
      for (const [before, after] of [
        [`[${a},${head}`, `${tail},${b}]`],
        [`${a}\n${head}`, `${tail}\n${b}\n`],
      ] as const) {
        const { seen, most } = await readHeld(filled(before, filling, after, size));
        assert.equal(seen.length, 3);
        assert.equal(seen[0], a);
        assert.match(seen[1]!, /^too_large \d+$/);
        assert.ok(Number(seen[1]!.slice(10)) <= MIB);
        assert.equal(seen[2], b);
        assert.ok(most <= bound, `held ${most} bytes`);
      }
    }
  });

  test('a large element that breaks is left at the next event or line', async () => {
    const a = '{"event_id":"a"}';
    const arrays = filled('[{"items":[', '{"product_id":1},', `{"product_id" 2},{"product_id":3}]},\n${a}]`);
    assert.deepEqual((await readHeld(arrays)).seen, [`too_large ${MIB}`, a]);
    const lines = filled('{"items":[', '{"product_id":1},', `{"product_id" 2}]}\n${a}\n`);
    assert.deepEqual((await readHeld(lines)).seen, [`too_large ${MIB}`, a]);
    const broken = filled('[{"event_id":"b" 1,"x":[', '{"product_id":1},', `1]},${a}]`);
    assert.deepEqual((await readHeld(broken)).seen, [`malformed_json ${MIB}`, a]);
    const text = filled(`${a}\n{"event_id":"b" 1,"x":[`, '{"product_id":1},', `1]}\n${a}\n`);
    assert.deepEqual((await readHeld(text)).seen, [a, `malformed_json ${MIB}`, a]);
  });

  test('an array whose last element never ends does not end', async () => {
    const open = filled('[{"items":[', '{"product_id":1},', '');
    await assert.rejects(readHeld(open), /^InputError: .* the text ends before/);
  });

  test('an element over its limit costs itself wherever it is cut', async () => {
    const limits = { elementBytes: 40, headBytes: 10 };
    const big = `{"event_id":"${'é'.repeat(20)}"}`;
    for (const text of [
      `[{"event_id":"1"},${big},{"event_id":"3"}]`,
      `{"event_id":"1"}\n${big}\n{"event_id":"3"}`,
    ]) {
      for (const pieceBytes of [1, 13, 60, 10_000]) {
        const seen = await see(text, { pieceBytes, limits });
        assert.deepEqual(
          seen.map(({ value, fault, raw }) => (fault === null ? JSON.stringify(value) : `${fault} ${raw}`)),
          ['{"event_id":"1"}', 'too_large {"event_id', '{"event_id":"3"}'],
        );
        assert.deepEqual(
          seen.map(({ offset }) => offset),
          text.startsWith('[') ? [1, 18, 74] : [0, 17, 73],
        );
      }
    }
  });

  test('an element nested 512 levels deep is read, one deeper costs itself', async () => {
    const fine = `${'['.repeat(512)}${']'.repeat(512)}`;
    const deep = `${'['.repeat(513)}${']'.repeat(513)}`;
    const object = `${'{"a":'.repeat(513)}1${'}'.repeat(513)}`;
    for (const pieceBytes of [100, 1_200, 100_000]) {
      const faults = (await see(`[1,${fine},${deep},${object},{"a":${fine}},2]`, { pieceBytes })).map(
        ({ fault }) => fault,
      );
      assert.deepEqual(faults, [null, null, 'too_deep', 'too_deep', 'too_deep', null]);
      const hidden = `{"a":${fine},"b":"\\"[","a":1}`;
      const twice = (await see(`[{"b":"[{"},${hidden},{}]`, { pieceBytes })).map(({ fault }) => fault);
      assert.deepEqual(twice, [null, 'too_deep', null]);
      const lines = (await see(`{}\n{"a":1}\n${object}\n{}\n`, { pieceBytes })).map(({ fault }) => fault);
      assert.deepEqual(lines, [null, null, 'too_deep', null]);
    }
  });

  test('a million levels are counted, not followed', async () => {
    const open = '['.repeat(1_000_000);
    const close = ']'.repeat(1_000_000);
    assert.deepEqual(await read(`[1,${open}${close},2]`), ['1', 'too_deep', '2']);
    await assert.rejects(read(open), /the text ends before/);
    await assert.rejects(read(`[1,${open}x${close}`), /the text ends before/);
    const objects = '{"a":'.repeat(1_000_000);
    assert.deepEqual(await read(objects), ['malformed_json']);
    assert.deepEqual(await read(`{"b":1}\n${objects}\n{"c":1}\n`), ['{"b":1}', 'malformed_json', '{"c":1}']);
    const apart = ',{"a":[1'.repeat(200_000);
    await assert.rejects(read(`[1 ${apart}`), /the text ends before/);
  });
});
