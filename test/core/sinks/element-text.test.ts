import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ElementText, type TextShape } from '../../../src/core/sinks/element-text.ts';

type Element = object | string;

/** What a generation writes: objects, and texts that are no JSON any more. */
const elements = fc.array(
  fc.oneof(
    fc.record({ id: fc.nat(), name: fc.string({ unit: 'binary' }) }),
    fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => `{"broken":"${text.replaceAll('\n', '')}`),
  ),
  { minLength: 1, maxLength: 30 },
);
const shapes = fc.constantFrom<TextShape>('array', 'lines');

/** The parts of a file that is cut at these places, and where each element starts in the whole. */
function write(shape: TextShape, lists: readonly (readonly Element[])[], size = 1 << 16) {
  const parts: Uint8Array[] = [];
  const offsets: number[] = [];
  let length = 0;
  for (const [index, list] of lists.entries()) {
    const room = new Uint8Array(size);
    const text = new ElementText(shape, { isFirst: index === 0, isLast: index === lists.length - 1 }, room);
    for (const element of list) offsets.push(length + text.add(element));
    assert.equal(text.count, list.length);
    const part = text.finish();
    length += part.length;
    parts.push(part);
  }
  return { bytes: Buffer.concat(parts), offsets, parts };
}

function textOf(element: Element): string {
  return typeof element === 'string' ? element : JSON.stringify(element);
}

function fileOf(shape: TextShape, list: readonly Element[]): string {
  const texts = list.map(textOf);
  return shape === 'array' ? `[\n${texts.join(',\n')}\n]\n` : texts.map((text) => `${text}\n`).join('');
}

describe('ElementText', () => {
  test('writes the same file in any parts, and says where each element starts', () => {
    fc.assert(
      fc.property(shapes, elements, fc.array(fc.nat(), { maxLength: 4 }), (shape, list, cuts) => {
        // Never before the first element, as a part must follow one with an element in it; empty ones may come later.
        const places = cuts.map((cut) => 1 + (cut % list.length)).toSorted((a, b) => a - b);
        const starts = [0, ...places];
        const lists = starts.map((start, part) => list.slice(start, starts[part + 1] ?? list.length));
        const { bytes, offsets } = write(shape, lists);
        assert.equal(bytes.toString(), fileOf(shape, list));
        assert.equal(offsets.length, list.length);
        for (const [index, element] of list.entries()) {
          const text = Buffer.from(textOf(element));
          assert.deepEqual(bytes.subarray(offsets[index], offsets[index]! + text.length), text);
        }
      }),
    );
  });

  test('writes an array that JSON.parse reads, and lines that it reads one by one', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue())), (list) => {
        // What JSON cannot tell, -0, is another matter.
        const told = JSON.parse(JSON.stringify(list)) as object[];
        assert.deepEqual(JSON.parse(write('array', [list]).bytes.toString()), told);
        const lines = write('lines', [list]).bytes.toString().split('\n');
        assert.equal(lines.pop(), '');
        assert.deepEqual(
          lines.map((line) => JSON.parse(line) as unknown),
          told,
        );
      }),
      { numRuns: 25 },
    );
  });

  test('counts offsets in bytes, not in characters', () => {
    const list = ['Chuột', '\u{1F6D2}', { a: 'đ' }, ''];
    const { bytes, offsets } = write('array', [list]);
    assert.deepEqual(offsets, [2, 11, 17, 29]);
    assert.equal(bytes.length, 32);
    assert.deepEqual(write('lines', [list]).offsets, [0, 8, 13, 24]);
  });

  test('writes half of a surrogate pair as the mark of a replaced character', () => {
    assert.equal(write('lines', [['a\uD83D']]).bytes.toString(), 'a\uFFFD\n');
    assert.equal(write('lines', [[{ a: '\uD83D' }]]).bytes.toString(), '{"a":"\\ud83d"}\n');
  });

  test('grows beyond the room it is given, for many elements and for one', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ index, name: 'Tai nghe '.repeat(100_000) }));
    for (const list of [many, ['ộ'.repeat(6_000_000)]]) {
      for (const shape of ['array', 'lines'] as const) {
        const { bytes, offsets } = write(shape, [list]);
        assert.ok(bytes.length > 1 << 24);
        assert.ok(bytes.equals(Buffer.from(fileOf(shape, list))), 'the same bytes');
        const last = textOf(list.at(-1)!);
        assert.equal(bytes.subarray(offsets.at(-1)).toString().slice(0, 30), last.slice(0, 30));
      }
    }
  });

  test('writes what stands between brackets in parts that stand alone', () => {
    const lists = [[], [{}, 'a'], [], [{}], []];
    const { parts, offsets } = write('elements', lists);
    assert.deepEqual(
      parts.map((part) => Buffer.from(part).toString()),
      ['', '{},\na', '', '{}', ''],
    );
    assert.deepEqual(offsets, [0, 4, 5]);
  });

  test('writes a file of one element, and one of none', () => {
    assert.equal(write('array', [[{}]]).bytes.toString(), '[\n{}\n]\n');
    assert.equal(write('lines', [[{}]]).bytes.toString(), '{}\n');
    assert.deepEqual(JSON.parse(write('array', [[]]).bytes.toString()), []);
    assert.equal(write('lines', [[]]).bytes.length, 0);
  });

  test('leaves parts without elements after the first empty, but for the end of an array', () => {
    const lists = [[{}], [], [{}], [], []];
    const array = write('array', lists);
    assert.deepEqual(
      array.parts.map((part) => Buffer.from(part).toString()),
      ['[\n{}', '', ',\n{}', '', '\n]\n'],
    );
    assert.deepEqual(array.offsets, [2, 6]);
    assert.deepEqual(
      write('lines', lists).parts.map(({ length }) => length),
      [3, 0, 3, 0, 0],
    );
  });
});
