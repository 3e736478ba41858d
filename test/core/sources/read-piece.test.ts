import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { joinBytes } from '../../../src/core/sources/bytes.ts';
import { read, see, type SeeOptions, utf8 } from './reading.ts';

const cuts: SeeOptions[] = [{ pieceBytes: 1 }, { pieceBytes: 9, chunkBytes: 4 }, { pieceBytes: 50 }, {}];

/** What a text is read as: values as JSON, broken elements as their bytes between `<` and `>`; the same wherever it is cut. */
async function reads(text: string | Uint8Array, expected: string[]): Promise<void> {
  for (const options of cuts) {
    const seen = await see(text, options);
    assert.deepEqual(
      seen.map(({ value, fault, raw }) => (fault === null ? JSON.stringify(value) : `${fault} <${raw}>`)),
      expected,
    );
  }
}

async function fails(text: string, message: RegExp): Promise<void> {
  for (const options of cuts) await assert.rejects(read(text, options), message);
}

const one = '{"event_id":"1"}';
const two = '{"event_id":"2"}';
const three = '{"event_id":"3"}';

describe('readPiece() of whole texts', () => {
  test('reads arrays, and one after another', async () => {
    await reads(`[${one},${two}]`, [one, two]);
    await reads(` [ ${one} \n,\t${two} ] \r\n`, [one, two]);
    await reads(`[${one}][${two}]\n[]\n ${three}\n`, [one, two, three]);
  });

  test('reads an empty array as no events', async () => {
    await reads('[]', []);
    await reads(' [ ] [\n]\n', []);
  });

  test('reads lines, with any line end, empty lines, and none at the end', async () => {
    await reads(`${one}\n${two}`, [one, two]);
    await reads(`${one}\r\n\r\n${two}\r\n`, [one, two]);
    await reads(`${one}${two} ${three}`, [one, two, three]);
  });

  test('reads objects laid out over several lines', async () => {
    const object = { event_id: '1', items: [{ product_id: 1 }, { product_id: 2 }], empty: {} };
    const text = JSON.stringify(object, null, 2);
    await reads(text, [JSON.stringify(object)]);
    await reads(`${text}\n${text}\n`, [JSON.stringify(object), JSON.stringify(object)]);
    await reads(JSON.stringify([object, object], null, '\t'), [
      JSON.stringify(object),
      JSON.stringify(object),
    ]);
  });

  test('reads arrays in lines element by element', async () => {
    await reads(`${one}\n[${two},${three}]\n[]\n${one}\n`, [one, two, three, one]);
  });

  test('reads anything as an element', async () => {
    await reads('[1,"x",null,[1,[2]],true,-1.5e3,{}]', [
      '1',
      '"x"',
      'null',
      '[1,[2]]',
      'true',
      '-1500',
      '{}',
    ]);
    await reads(`${one}\n1\n"x"\nnull`, [one, '1', '"x"', 'null']);
  });

  test('reads on where commas are missing or doubled', async () => {
    await reads(`[${one}${two},,${three} ${one},]`, [one, two, three, one]);
  });

  test('gives the offset of each element', async () => {
    for (const options of cuts) {
      const seen = await see(`[${one},\n ${two} ]\n[{"ü":"€"},${three}]`, options);
      assert.deepEqual(
        seen.map(({ offset }) => offset),
        [1, 20, 40, 53],
      );
    }
  });

  test('does not take text for structure', async () => {
    const tricky = String.raw`{"event_id":"1","a":"},{\"event_id\":\"x\"}","b":"\\","c":"[{"}`;
    await reads(`[${tricky},${tricky}]`, [tricky, tricky]);
    await reads(`${tricky}\n${tricky}`, [tricky, tricky]);
  });
});

describe('readPiece() of broken arrays', () => {
  test('loses one element to a fault inside it', async () => {
    for (const broken of [
      '{"event_id":"2","a":NaN}',
      '{"event_id":"2","a":01}',
      '{"event_id":"2","a":tru}',
      '{"event_id":"2","a" "b"}',
      '{"event_id":"2" "a":[{"x":1},{"x":2}]}',
      '{"event_id":"2","a":1,}',
      '{"event_id":"2","a":[{"x":1},{"x":2}],,"b":2}',
      String.raw`{"event_id":"2","a":"\x"}`,
      '{"event_id":"2","a":"line\nline"}',
      "{'event_id':'2'}",
      '{event_id:"2"}',
      'undefined',
    ]) {
      await reads(`[${one},${broken},${three}]`, [one, `malformed_json <${broken}>`, three]);
      await reads(`[${broken},${three}]`, [`malformed_json <${broken}>`, three]);
      await reads(`[${one},${broken}]`, [one, `malformed_json <${broken}>`]);
    }
  });

  test('keeps the neighbours of a missing quote', async () => {
    for (const broken of [
      '{"event_id":"2}',
      '{"event_id":2"}',
      '{"event_id:"2"}',
      '{event_id":"2","a":"}"}',
    ]) {
      await reads(`[${one},${broken},${three}]`, [one, `malformed_json <${broken}>`, three]);
      await reads(`[${one},${broken}]`, [one, `malformed_json <${broken}>`]);
    }
  });

  test('keeps the neighbours of a missing bracket', async () => {
    for (const broken of [
      '{"event_id":"2"',
      '"event_id":"2"}',
      '{"event_id":"2","items":[{"x":1},{"x":2}}',
      '{"event_id":"2","items":[{"x":1},{"x":2,"y":3]}',
      '{"event_id":"2","items":{"x":1},{"x":2},{"x":3}]}',
      '{"event_id":"2","items":["x":1},{"x":2},{"x":3}]}',
    ]) {
      await reads(`[${one},${broken},${three}]`, [one, `malformed_json <${broken}>`, three]);
      await reads(`[${one},${broken}]`, [one, `malformed_json <${broken}>`]);
    }
  });

  test('takes an event closed too early together with what it lost', async () => {
    for (const broken of ['{"event_id":"2"},"a":3}', '{"event_id":"2"}}', '{"event_id":"2"],"a":3}']) {
      await reads(`[${one},${broken},${three}]`, [one, `malformed_json <${broken}>`, three]);
    }
  });

  test('takes no object inside a broken event for an event', async () => {
    const broken = '{"event_id":"2","a":"x,"items":[{"x":1},{"x":2},{"x":3}]}';
    await reads(`[${one},${broken},${three}]`, [one, `malformed_json <${broken}>`, three]);
    await reads(`[${one},${broken}]`, [one, `malformed_json <${broken}>`]);
  });

  test('finds the next object where nothing is an event', async () => {
    await reads('[{"a":"x},{"a":"y"},{"a":"z"}]', ['malformed_json <{"a":"x}>', '{"a":"y"}', '{"a":"z"}']);
    await reads('[{"a":"x},\n{"a":"y"}]', ['malformed_json <{"a":"x}>', '{"a":"y"}']);
    await reads('[{"a" 1},"b":2},{"c":3}]', ['malformed_json <{"a" 1},"b":2}>', '{"c":3}']);
  });

  test('loses as many elements as are broken', async () => {
    await reads(`[${one},{"event_id":"x,{"event_id":,${two},{"event_id":"y}]`, [
      one,
      'malformed_json <{"event_id":"x,{"event_id":>',
      two,
      'malformed_json <{"event_id":"y}>',
    ]);
  });

  test('keeps bytes that are not UTF-8 out of one element only', async () => {
    const bytes = joinBytes([utf8(`[${one},{"event_id":"`), Uint8Array.of(0xff), utf8(`"},${three}]`)]);
    for (const options of cuts) {
      const seen = await see(bytes, options);
      assert.deepEqual(
        seen.map(({ fault }) => fault),
        [null, 'invalid_utf8', null],
      );
      assert.equal(seen[1]!.raw, Buffer.from('{"event_id":"\u00ff"}', 'latin1').toString('base64'));
    }
  });

  test('fails where an array does not end, naming the byte', async () => {
    for (const text of [
      `[${one},${two}`,
      `[${one},{"event_id":"2"`,
      `[${one},{"event_id":"2`,
      `[${one},`,
      '[',
      '[[1,2]',
    ]) {
      await fails(text, new RegExp(`^InputError: .* the text ends before \\(in, byte ${text.length}\\)$`));
    }
  });

  test('fails where something else follows an array, naming the byte', async () => {
    for (const text of [`[${one}] x`, `[${one}],`, `[${one}] "x"`, `[${one}] 1`]) {
      const at = text.length - text.replace(/^.*\]\s*/, '').length;
      await fails(text, new RegExp(`^InputError: .* something else does \\(in, byte ${at}\\)$`));
    }
  });
});

describe('readPiece() of broken lines', () => {
  test('loses one line', async () => {
    for (const broken of [
      '{"event_id":"2',
      '{"event_id":"2"',
      '{"event_id":[1,2,',
      '{"event_id":{"a":',
      '"event_id":"2"}',
      'event_id":"2"}',
      '{"event_id":"2"}, "a":1}',
      '{"event_id":"2"} x',
      '{"event_id":NaN}',
      '}',
      ']',
      'text',
    ]) {
      await reads(`${one}\n${broken}\n${three}\n`, [one, `malformed_json <${broken}>`, three]);
      await reads(`${one}\n${broken}\r\n${three}`, [one, `malformed_json <${broken}>`, three]);
      await reads(`${one}\n${broken}`, [one, `malformed_json <${broken}>`]);
    }
  });

  test('loses one object that is laid out over several lines', async () => {
    const broken = '{\n  "event_id" "2",\n  "items": [\n    {"x":1},\n    {"x":2}\n  ]\n}';
    await reads(`${one}\n${broken}\n${three}\n`, [one, `malformed_json <${broken}>`, three]);
    await reads(`${broken}\n`, [`malformed_json <${broken}>`]);
  });

  test('keeps bytes that are not UTF-8 out of one line only', async () => {
    const bytes = joinBytes([
      utf8(`${one}\n{"event_id":"`),
      Uint8Array.of(0xed, 0xa0, 0x80),
      utf8(`"}\n${three}`),
    ]);
    assert.deepEqual(await read(bytes), [one, 'invalid_utf8', three]);
  });
});
