import { toUsd } from '../money.ts';
import { Draws, mix, type RandomKey } from '../random/draws.ts';
import { CATEGORIES, type Category } from './categories.ts';
import { ean13, sku } from './codes.ts';
import type { Product } from './product.ts';
import { drawVariants, shuffle, type Variant } from './variants.ts';

/** The seed of the shop's own catalogue. */
export const CATALOG_SEED = 1;
/** How many products the shop's own catalogue holds. */
export const CATALOG_SIZE = 300;
/** Beyond this some category has no names left. */
export const MAX_CATALOG_SIZE = 500;

const ORDER = 1;
const VARIANTS = 2;
const DETAILS = 3;
/** Products were created in the two years before 2025-06-01. */
const FIRST_DAY = Date.UTC(2023, 5, 1);
const DAYS = (Date.UTC(2025, 5, 1) - FIRST_DAY) / 86_400_000;

export interface CatalogOptions {
  /** A whole number from 0 to 2^32 - 1. @default 1 */
  seed?: number;
  /** 1 to 500 products. @default 300 */
  size?: number;
}

/**
 * Makes the products of the shop, ids 1 to `size`: the same for the same options, always and everywhere. Names, SKUs and
 * barcodes are unique; the price is 1.2 to 1.5 times the cost, put to the nearest 100,000 VND.
 *
 * @throws {RangeError} when an option is out of its range
 */
export function createCatalog(options: CatalogOptions = {}): readonly Product[] {
  const { seed = CATALOG_SEED, size = CATALOG_SIZE } = options;
  checkWhole('seed', seed, 0, 0xffffffff);
  checkWhole('size', size, 1, MAX_CATALOG_SIZE);
  const draws = new Draws(keyOf(seed));
  const items = CATEGORIES.flatMap((category, index) => {
    const count = countOf(index, size);
    return drawVariants(category.lines, count, draws.seek(VARIANTS, index)).map(
      (variant) => [category, variant] as const,
    );
  });
  const taken = new Set<string>();
  return shuffle(items, draws.seek(ORDER, 0)).map(([category, variant], index) =>
    productOf(index + 1, category, variant, draws.seek(DETAILS, index + 1), taken),
  );
}

function productOf(
  id: number,
  category: Category,
  variant: Variant,
  draws: Draws,
  taken: Set<string>,
): Product {
  const cost = Math.round((variant.cost * draws.between(95, 105)) / 1_000_000) * 10_000;
  const price = Math.round((cost * draws.between(120, 150)) / 10_000_000) * 100_000;
  const [low, high] = variant.weight;
  return {
    id,
    name: variant.name,
    name_en: variant.english,
    sku: firstFree(taken, () => sku(draws)),
    barcode: firstFree(taken, () => ean13(draws)),
    category: category.name,
    brand: variant.brand,
    model: variant.model,
    price_vnd: price,
    price_usd: toUsd(price),
    cost_vnd: cost,
    warranty_months: draws.pick(category.warranties),
    stock_quantity: draws.between(0, 500),
    weight_kg: draws.between(low / 10, high / 10) / 100,
    created_at: createdAt(draws),
  };
}

function createdAt(draws: Draws): string {
  const seconds = draws.below(DAYS) * 86_400 + draws.below(86_400);
  return new Date(FIRST_DAY + seconds * 1000).toISOString().slice(0, 19);
}

/** How many of `size` products are of a category: its share, and the counts add up. */
function countOf(category: number, size: number): number {
  const before = CATEGORIES.slice(0, category).reduce((sum, { share }) => sum + share, 0);
  const after = before + CATEGORIES[category]!.share;
  return Math.round((after * size) / 300) - Math.round((before * size) / 300);
}

function firstFree(taken: Set<string>, draw: () => string): string {
  let text = draw();
  while (taken.has(text)) text = draw();
  taken.add(text);
  return text;
}

function keyOf(seed: number): RandomKey {
  const word = mix(seed ^ 0x63617461);
  return [word, mix(word + 1), mix(word + 2), mix(word + 3)];
}

function checkWhole(name: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw new RangeError(
    `Cannot create a catalog as ${name} must be a whole number from ${low} to ${high}: ${String(value)}`,
  );
}
