import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { CATALOG_SEED, createCatalog, MAX_CATALOG_SIZE } from '../../../src/core/catalog/create-catalog.ts';
import type { Product } from '../../../src/core/catalog/product.ts';
import { hashText } from '../../../src/core/hash/hash-text.ts';

const million = 1_000_000;
const costs: Record<string, readonly [low: number, high: number]> = {
  Laptop: [10, 50],
  'PC/Máy tính': [15, 100],
  'Màn hình': [2, 20],
  'Bàn phím': [0.5, 5],
  Chuột: [0.3, 3],
  'Tai nghe': [0.5, 8],
  'Linh kiện PC': [1, 30],
  'Phụ kiện': [0.1, 2],
};
const counts = {
  Laptop: 39,
  'PC/Máy tính': 32,
  'Màn hình': 36,
  'Bàn phím': 39,
  Chuột: 47,
  'Tai nghe': 39,
  'Linh kiện PC': 35,
  'Phụ kiện': 33,
};
const seeds = fc.integer({ min: 0, max: 0xffffffff });
const sizes = fc.integer({ min: 1, max: MAX_CATALOG_SIZE });

function hashOf(value: unknown): string {
  const words = new Uint32Array(4);
  hashText(JSON.stringify(value), words, 0);
  return [...words].map((word) => word.toString(16).padStart(8, '0')).join('');
}

function assertSound(product: Product): void {
  const { cost_vnd: cost, price_vnd: price } = product;
  const [low, high] = costs[product.category] ?? assert.fail(product.category);
  assert.ok(cost >= low * million && cost <= high * million, `${product.name} costs ${cost}`);
  assert.ok(price >= 1.2 * cost - 50_000 && price <= 1.5 * cost + 50_000, `${product.name}: ${price}`);
  assert.equal(price % 100_000, 0);
  assert.ok(price >= 200_000 && price <= 137_200_000, `${product.name}: ${price}`);
  assert.equal(product.price_usd, Number((price / 24_000).toFixed(2)));
  assert.match(product.sku, /^TECH-\d{4}-[A-Z]{3}$/);
  assert.match(product.barcode, /^893\d{10}$/);
  const digits = Array.from(product.barcode, Number);
  assert.equal(digits.reduce((sum, digit, index) => sum + digit * (index % 2 === 0 ? 1 : 3), 0) % 10, 0);
  assert.ok([12, 24, 36].includes(product.warranty_months));
  assert.ok(Number.isInteger(product.stock_quantity));
  assert.ok(product.stock_quantity >= 0 && product.stock_quantity <= 500);
  assert.ok(product.weight_kg >= 0.04 && product.weight_kg <= 20);
  assert.match(product.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  assert.ok(product.created_at >= '2023-06-01' && product.created_at < '2025-06-01');
  for (const text of [product.name, product.name_en]) {
    assert.equal(text, text.normalize('NFC'));
    assert.doesNotMatch(text, /undefined|^\s|\s$|\s\s/);
    assert.ok(text.includes(`${product.brand} ${product.model}`));
  }
}

describe('catalog', () => {
  test('createCatalog() makes the same 300 products for ever', () => {
    const catalog = createCatalog();
    assert.deepEqual(
      catalog.map(({ id }) => id),
      Array.from({ length: 300 }, (_, index) => index + 1),
    );
    assert.equal(hashOf(catalog), 'ce2240c3d1a2c5d1e945b3094ef6cba0');
    assert.deepEqual(createCatalog(), catalog);
    assert.deepEqual(createCatalog({ seed: CATALOG_SEED, size: 300 }), catalog);
  });

  test('createCatalog() fills every category as the old shop did', () => {
    const found: Record<string, number> = {};
    for (const { category } of createCatalog()) found[category] = (found[category] ?? 0) + 1;
    assert.deepEqual(found, counts);
  });

  test('createCatalog() keeps to the bounds, and to one of each, for any seed and size', () => {
    fc.assert(
      fc.property(seeds, sizes, (seed, size) => {
        const catalog = createCatalog({ seed, size });
        assert.equal(catalog.length, size);
        catalog.forEach(assertSound);
        for (const field of ['id', 'name', 'name_en', 'sku', 'barcode'] as const) {
          assert.equal(new Set(catalog.map((product) => product[field])).size, size, field);
        }
      }),
      { numRuns: 50, examples: [[CATALOG_SEED, MAX_CATALOG_SIZE]] },
    );
  });

  test('createCatalog() shows every model of a category before it shows one twice', () => {
    const catalog = createCatalog({ size: MAX_CATALOG_SIZE });
    const laptops = catalog.filter(({ category }) => category === 'Laptop');
    assert.equal(new Set(laptops.map(({ brand, model }) => `${brand} ${model}`)).size, 31);
  });

  test('createCatalog() gives another catalog for another seed', () => {
    const names = [1, 2, 3].map((seed) => hashOf(createCatalog({ seed }).map(({ name }) => name)));
    assert.equal(new Set(names).size, 3);
  });

  test('createCatalog() puts chips only where they belong', () => {
    for (const { brand, category, name } of createCatalog({ size: MAX_CATALOG_SIZE })) {
      const isComputer = category === 'Laptop' || category === 'PC/Máy tính';
      if (isComputer) assert.equal(/ M[1-4]\b/.test(name), brand === 'Apple', name);
      if (brand === 'Apple') assert.doesNotMatch(name, /Core|Ryzen|RTX/);
      if (name.startsWith('CPU')) assert.match(name, /AMD Ryzen|Intel Core/);
      if (brand === 'NVIDIA') assert.match(name, /^Card đồ họa NVIDIA GeForce/);
    }
  });

  const wrong: { seed?: number; size?: number }[] = [
    { size: 0 },
    { size: MAX_CATALOG_SIZE + 1 },
    { size: 1.5 },
    { size: Number.NaN },
    { seed: -1 },
    { seed: 2 ** 32 },
    { seed: 0.5 },
  ];
  for (const options of wrong) {
    const [[name, value]] = Object.entries(options) as [[string, number]];
    test(`createCatalog() refuses a ${name} of ${value}`, () => {
      const message = new RegExp(`^Cannot create a catalog as ${name} must be a whole number.*: ${value}$`);
      assert.throws(() => createCatalog(options), { name: 'RangeError', message });
    });
  }
});
