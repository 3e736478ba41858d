import type { Product } from '../../catalog/product.ts';
import type { Draws } from '../../random/draws.ts';
import { Lottery } from '../../random/lottery.ts';
import type { Profile } from './profiles.ts';
import type { Search, Shelves } from './shelves.ts';
import type { ExitStep, ScrollStep, SearchStep, ViewStep, WishStep } from './steps.ts';

/** What is open in front of the shopper. */
interface Page {
  url: string;
  /** In pixels. */
  height: number;
  product: Product | null;
  search: Search | null;
  /** How far it has been scrolled, in percent. */
  depth: number;
  /** When it was opened, in microseconds since 1970-01-01T00:00Z. */
  since: number;
}

const SHOP = 'https://techstore.vn';
const PRODUCT_URLS: string[] = [];
/** From this price on, in VND, people think twice. */
const DEAR = 10_000_000;
const HOME_HEIGHT = 5200;
const SEARCH_HEIGHT = 3400;
const SECOND = 1_000_000;
const TENTH = 100_000;
const EXITS = new Lottery(['close_tab', 'navigate_away', 'back_button'], [5, 3, 2]);
const [SCROLLS, SEARCHES, WISHES] = [0.32, 0.13, 0.03];
/** Share of views that follow a search's results, and of the others that stay in the category. */
const [FROM_RESULTS, ALIKE] = [0.9, 0.7];

/** Looks around in the shop, from page to page. */
export class Browsing {
  readonly #shelves: Shelves;
  readonly #draws: Draws;
  readonly #profile: Profile;
  readonly #seesHot: boolean;
  readonly #wished = new Set<Product>();
  readonly #start: number;
  readonly #firstGap: number;
  #page: Page;

  /** `seesHot` says whether this shopper cares for hot products, if the profile has any; `times` are those of the session's events. */
  constructor(shelves: Shelves, draws: Draws, profile: Profile, seesHot: boolean, times: readonly number[]) {
    this.#shelves = shelves;
    this.#draws = draws;
    this.#profile = profile;
    this.#seesHot = seesHot && profile.hot > 0;
    const [start, second] = times as [number, number | undefined];
    this.#start = start;
    this.#firstGap = second === undefined ? Infinity : second - start;
    this.#page = open(`${SHOP}/`, HOME_HEIGHT, null, null, start);
  }

  get product(): Product | null {
    return this.#page.product;
  }

  get url(): string {
    return this.#page.url;
  }

  /** The next step at a time, `gap` microseconds after the one before. */
  next(at: number, gap: number): ViewStep | ScrollStep | SearchStep | WishStep {
    const { product, depth } = this.#page;
    const roll = this.#draws.unit();
    if (roll < SCROLLS) return depth < 100 ? this.#scroll(at) : this.view(at, gap, this.#choose());
    if (roll < SCROLLS + SEARCHES) return this.#search(at);
    if (roll < SCROLLS + SEARCHES + WISHES && product !== null && !this.#wished.has(product)) {
      this.#wished.add(product);
      return { at, type: 'add_to_wish_list', url: this.#page.url, product };
    }
    return this.view(at, gap, this.#choose());
  }

  /** Opens a product's page and leaves it open; the look at it lies in the gap before the step, that of a first step after it. */
  view(at: number, gap: number, product: Product): ViewStep {
    const part = 0.5 + 0.5 * this.#draws.unit();
    const isFirst = at === this.#start;
    const looked = isFirst ? Math.min(SECOND * this.#draws.between(3, 45), this.#firstGap) : gap;
    const seconds = Math.floor((looked * part) / TENTH) / 10;
    const url = productUrl(product);
    this.#page = open(
      url,
      2400 + ((product.id * 37) % 40) * 60,
      product,
      null,
      isFirst ? at : at - seconds * SECOND,
    );
    return { at, type: 'view_item', url, product, seconds };
  }

  /** A product that is put into the cart: none that is only looked at, and rather one that is not dear. */
  tempting(): Product {
    for (;;) {
      const product = this.#shelves.any(this.#draws);
      if (this.#profile.hotAdds < 1 && this.#shelves.hot.has(product)) continue;
      if (product.price_vnd < DEAR || this.#draws.chance(0.5)) return product;
    }
  }

  /** Whether the product in view is put into the cart by who would put a usual one there. */
  wants(product: Product): boolean {
    const hot = this.#shelves.hot.has(product) ? this.#profile.hotAdds : 1;
    return this.#draws.chance(hot * (product.price_vnd < DEAR ? 1 : 0.5));
  }

  #search(at: number): SearchStep {
    const search = this.#shelves.search(this.#draws);
    this.#page = open(search.url, SEARCH_HEIGHT, null, search, at);
    return { at, type: 'search', url: search.url, search };
  }

  exit(at: number): ExitStep {
    const seconds = Math.floor((at - this.#page.since) / TENTH) / 10;
    return { at, type: 'exit_page', url: this.#page.url, seconds, exit: EXITS.draw(this.#draws) };
  }

  /** The shopper is on a page of the cart or of the checkout. */
  move(url: string, at: number): void {
    if (url !== this.#page.url) this.#page = open(url, 1600, null, null, at);
  }

  #scroll(at: number): ScrollStep {
    const page = this.#page;
    page.depth = Math.min(100, page.depth + this.#draws.between(8, 45));
    return { at, type: 'scroll', url: page.url, percent: page.depth, height: page.height };
  }

  #choose(): Product {
    const shelves = this.#shelves;
    const draws = this.#draws;
    const { product, search } = this.#page;
    if (this.#seesHot && draws.chance(this.#profile.hotViews)) return shelves.anyHot(draws);
    if (search !== null && draws.chance(FROM_RESULTS)) return shelves.found(search, draws);
    return product !== null && draws.chance(ALIKE) ? shelves.like(product, draws) : shelves.any(draws);
  }
}

/** One text a product: equal texts that are the same are quick to look up. */
function productUrl({ id }: Product): string {
  return (PRODUCT_URLS[id] ??= `${SHOP}/product/${id}`);
}

function open(
  url: string,
  height: number,
  product: Product | null,
  search: Search | null,
  since: number,
): Page {
  return { url, height, product, search, depth: 0, since };
}
