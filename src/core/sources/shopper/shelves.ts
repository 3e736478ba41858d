import { createCatalog } from '../../catalog/create-catalog.ts';
import type { Product } from '../../catalog/product.ts';
import { type Draws, mix } from '../../random/draws.ts';
import { Lottery } from '../../random/lottery.ts';
import type { Scenario } from './options.ts';
import { PROFILES } from './profiles.ts';

/** Something that people type into the search field, and what they find. */
export interface Search {
  readonly query: string;
  readonly type: 'keyword' | 'category' | 'brand';
  readonly url: string;
  readonly results: readonly Product[];
}

/** Bends Zipf's law for the first ranks: weight 1 / (rank + this), Mandelbrot's form with exponent 1. */
const BEND = 3;
const KEYWORDS = [
  'laptop gaming',
  'laptop văn phòng',
  'chuột không dây',
  'chuột gaming',
  'bàn phím cơ',
  'bàn phím gaming',
  'màn hình 4k',
  'tai nghe gaming',
  'tai nghe wireless',
  'pc gaming',
  'rtx 4060',
  'ssd',
  'ram ddr5',
  'hub',
  'máy ảnh',
  'điện thoại',
];

/** What the shop has, by how much people want it: everything, by category, by search. Which product is popular, the seed says. */
export class Shelves {
  readonly products: readonly Product[];
  /** What everybody wants to see, under profiles that have such products. */
  readonly hot: ReadonlySet<Product>;
  readonly #hot: readonly Product[];
  readonly #all: Lottery<Product>;
  readonly #byCategory: ReadonlyMap<string, Lottery<Product>>;
  readonly #bySearch: ReadonlyMap<Search, Lottery<Product>>;
  readonly #searches: Lottery<Search>;

  constructor({ key, profile }: Scenario) {
    const products = createCatalog();
    this.products = products;
    const ranks = new Map(
      products
        .toSorted((a, b) => (mix(a.id ^ key[2]) >>> 0) - (mix(b.id ^ key[2]) >>> 0))
        .map((product, rank) => [product, rank]),
    );
    const stocked = (of: readonly Product[]): Lottery<Product> =>
      new Lottery(
        of,
        of.map((product) => 1 / ((ranks.get(product) ?? 0) + BEND)),
      );
    this.#hot = [...ranks.keys()].slice(0, PROFILES[profile].hot);
    this.hot = new Set(this.#hot);
    this.#all = stocked(products);
    const categories = [...new Set(products.map(({ category }) => category))];
    this.#byCategory = new Map(
      categories.map((name) => [name, stocked(products.filter(({ category }) => category === name))]),
    );
    const searches = [
      ...categories.map((name) =>
        search(
          name,
          'category',
          products.filter((product) => product.category === name),
        ),
      ),
      ...[...new Set(products.map(({ brand }) => brand))].map((name) =>
        search(
          name,
          'brand',
          products.filter((product) => product.brand === name),
        ),
      ),
      ...KEYWORDS.map((words) =>
        search(
          words,
          'keyword',
          products.filter((product) => hasWords(product, words)),
        ),
      ),
    ];
    this.#bySearch = new Map(
      searches.filter(({ results }) => results.length > 0).map((one) => [one, stocked(one.results)]),
    );
    // People look for what there is much of, and now and then for what there is not.
    this.#searches = new Lottery(
      searches,
      searches.map(({ results }) => results.length + 2),
    );
  }

  search(draws: Draws): Search {
    return this.#searches.draw(draws);
  }

  any(draws: Draws): Product {
    return this.#all.draw(draws);
  }

  /** Only for profiles that have hot products. */
  anyHot(draws: Draws): Product {
    return draws.pick(this.#hot);
  }

  like(product: Product, draws: Draws): Product {
    return (this.#byCategory.get(product.category) ?? this.#all).draw(draws);
  }

  /** One of what a search found, or anything where it found nothing. */
  found(one: Search, draws: Draws): Product {
    return (this.#bySearch.get(one) ?? this.#all).draw(draws);
  }
}

function search(query: string, type: Search['type'], results: readonly Product[]): Search {
  return { query, type, url: `https://techstore.vn/search?q=${encodeURIComponent(query)}`, results };
}

function hasWords({ name, name_en, category }: Product, words: string): boolean {
  const text = `${category} ${name} ${name_en}`.toLowerCase();
  return words.split(' ').every((word) => text.includes(word));
}
