import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { events } from './events.ts';

const file = new URL('../fixtures/cart-events.json.gz', import.meta.url);

/** Where each flawed element goes, and what it is made of: the next add_to_cart after that place, spoilt. */
const flaws: readonly [number, (good: string) => string][] = [
  [411, (good) => good.replace('"event_type":', '"event_type"')],
  [902, (good) => good.replace(/"session_id":"[^"]*",/, '')],
  [
    1377,
    (good) =>
      good.replace(
        /"timestamp":"[^"]*","timestamp_unix":\d+/,
        '"timestamp":"2025-02-30T10:00:00","timestamp_unix":null',
      ),
  ],
  [1980, (good) => replaceNumber(good, 'product_price_vnd', '-1500000')],
  [2455, (good) => replaceNumber(good, 'quantity', '"two"')],
  [3019, (good) => good.slice(0, good.indexOf('"timestamp_unix"'))],
  [3508, () => '"session restarted"'],
  [4102, (good) => good.replace(/"event_type":"[^"]*"/, '"event_type":"Add To Cart!"')],
];

/** Gives the field a value, in the place of the one it has or beside the others. */
function replaceNumber(good: string, name: string, value: string): string {
  const present = new RegExp(`"${name}":[^,}]+`);
  return present.test(good)
    ? good.replace(present, `"${name}":${value}`)
    : `${good.slice(0, -1)},"${name}":${value}}`;
}

/** A flawed element is a new one, not the good one spoilt: it must not look like a conflict of ids. */
function rename(good: string, index: number): string {
  return good.replace(/"event_id":"[^"]*"/, `"event_id":"evt_f1a3ed${String(index).padStart(6, '0')}"`);
}

/** Position of the next event of a type. */
function findNext(type: string, from: number): number {
  return lines.findIndex((line, index) => index >= from && line.includes(`"event_type":"${type}"`));
}

const lines = [...events({ count: 5000, seed: 2025, duplicates: 0.004 })];
const original = lines[findNext('add_to_cart', 2600)] as string;
lines.splice(2710, 0, original.replace('"page_url":"https://', '"page_url":"https://m.'));
for (const [from, spoil] of flaws.toReversed()) {
  const index = findNext('add_to_cart', from);
  lines.splice(index, 0, spoil(rename(lines[index] as string, index)));
}

writeFileSync(file, gzipSync(`[\n${lines.join(',\n')}\n]\n`, { level: 9 }));
console.log(`${lines.length} elements, ${flaws.length} of them flawed`);
