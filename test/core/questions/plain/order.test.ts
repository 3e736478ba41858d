import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  falling,
  keyFalling,
  type Order,
  pageOf,
  rising,
} from '../../../../src/core/questions/plain/order.ts';
import type { PageRequest, Position } from '../../../../src/core/questions/page.ts';

/** a1 b1 c2 d2 e3 */
const rows: Position[] = [
  { key: 2, id: 'd' },
  { key: 1, id: 'a' },
  { key: 3, id: 'e' },
  { key: 2, id: 'c' },
  { key: 1, id: 'b' },
];
const order: Order<Position> = { position: (row) => row, compare: rising };

function page(request: PageRequest, compare = rising): string {
  const { rows: found, total, hasNext, hasPrevious } = pageOf(rows, { ...order, compare }, request, 7);
  assert.equal(total, 5);
  return `${hasPrevious ? '<' : ''}${found.map(({ row }) => row.id).join('')}${hasNext ? '>' : ''}`;
}

test('pageOf() orders by key, then by id', () => {
  assert.equal(page({}), 'abcde');
  assert.equal(page({}, falling), 'edcba');
  assert.equal(page({}, keyFalling), 'ecdab');
});

test('pageOf() gives the first after a place and the last before one, and knows what lies around them', () => {
  const cases: [PageRequest, string][] = [
    [{ first: 2 }, 'ab>'],
    [{ first: 5 }, 'abcde'],
    [{ first: 2, after: { key: 1, id: 'b' } }, '<cd>'],
    [{ first: 9, after: { key: 1, id: 'b' } }, '<cde'],
    [{ last: 2 }, '<de'],
    [{ last: 2, before: { key: 2, id: 'd' } }, '<bc>'],
    [{ last: 9, before: { key: 2, id: 'd' } }, 'abc>'],
    [{ first: 2, before: { key: 2, id: 'd' } }, 'ab>'],
    [{ last: 1, after: { key: 1, id: 'b' } }, '<e'],
    [{ first: 9, after: { key: 1, id: 'a' }, before: { key: 3, id: 'e' } }, '<bcd>'],
    [{ first: 2, offset: 2 }, '<cd>'],
    [{ first: 2, offset: 9 }, '<'],
    [{ first: 0 }, '>'],
    [{ last: 0 }, '<'],
    [{ first: 0, after: { key: 2, id: 'c' } }, '<>'],
    [{ first: 2, after: { key: 2, id: 'd' }, before: { key: 1, id: 'b' } }, '<>'],
  ];
  for (const [request, wanted] of cases) assert.equal(page(request), wanted, JSON.stringify(request));
});

test('pageOf() needs no row at a place', () => {
  assert.equal(page({ first: 9, after: { key: 1, id: 'bb' } }), '<cde');
  assert.equal(page({ first: 9, after: { key: 1.5, id: '' } }), '<cde');
  assert.equal(page({ last: 9, before: { key: 2, id: '' } }), 'ab>');
  assert.equal(page({ first: 9, after: { key: 2, id: 'cc' } }, falling), '<cba');
  assert.equal(page({ first: 9, after: { key: 2, id: 'cc' } }, keyFalling), '<dab');
});

test('pageOf() gives every row once, in either direction, page by page', () => {
  const anyRows = fc.uniqueArray(
    fc.record({ key: fc.nat({ max: 3 }), id: fc.nat({ max: 20 }).map(String) }),
    { selector: ({ key, id }) => `${key} ${id}`, maxLength: 30 },
  );
  const anyCompare = fc.constantFrom(rising, falling, keyFalling);
  fc.assert(
    fc.property(anyRows, anyCompare, fc.integer({ min: 1, max: 7 }), (many, compare, size) => {
      const whole = many.toSorted(compare);
      const [forth, back]: [Position[], Position[]] = [[], []];
      for (let place: Position | undefined, more = true; more;) {
        const found = pageOf(many, { ...order, compare }, { first: size, ...(place && { after: place }) }, 0);
        forth.push(...found.rows.map(({ row }) => row));
        more = found.hasNext;
        place = found.rows.at(-1)?.position;
      }
      for (let place: Position | undefined, more = true; more;) {
        const found = pageOf(many, { ...order, compare }, { last: size, ...(place && { before: place }) }, 0);
        back.unshift(...found.rows.map(({ row }) => row));
        more = found.hasPrevious;
        place = found.rows[0]?.position;
      }
      assert.deepEqual(forth, whole);
      assert.deepEqual(back, whole);
    }),
  );
});

test('pageOf() gives 50 rows where neither first nor last says how many', () => {
  const many = Array.from({ length: 60 }, (_, key) => ({ key, id: '' }));
  assert.equal(pageOf(many, order, {}, 0).rows.length, 50);
  assert.equal(pageOf(many, order, { offset: 20 }, 0).rows.length, 40);
});

test('pageOf() refuses what is out of bounds and names it', () => {
  const place = { key: 1, id: 'a' };
  const cases: [PageRequest, RegExp][] = [
    [{ first: -1 }, /Cannot page as first must be a whole number from 0 to 1000: -1/],
    [{ first: 1001 }, /first.*1001/],
    [{ first: 1.5 }, /first/],
    [{ last: 1001 }, /last.*1001/],
    [{ first: Number.NaN }, /first.*NaN/],
    [{ offset: -1, first: 1 }, /offset.*-1/],
    [{ first: 1, last: 1 }, /first and last must not be given together/],
    [{ offset: 1, last: 1 }, /offset must not be given with last/],
    [{ offset: 1, first: 1, after: place }, /offset must not/],
    [{ offset: 1, first: 1, before: place }, /offset must not/],
    [{ first: 1, after: { key: Number.NaN, id: '' } }, /the key of after must be a number/],
  ];
  for (const [request, message] of cases) {
    assert.throws(() => page(request), { name: 'RangeError', message }, JSON.stringify(request));
  }
});
