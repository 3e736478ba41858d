import type { ByteReader, ByteWriter } from './bytes.ts';
import { compareNames } from './ranking.ts';

/** How often a product was put into a cart. */
export interface ProductAdds {
  productId: number;
  /** The smallest in code unit order of the names its adds had; null when none had one. */
  name: string | null;
  count: number;
}

/** A Map takes 2^24 entries at most. */
const PRODUCTS_PER_MAP = 2 ** 23;

/** Adds by product. Memory: an entry a product that was ever added. */
export class AddsByProduct {
  #maps: Map<number, ProductAdds>[] = [new Map()];

  add(productId: number, name: string | null, count = 1): void {
    const held = this.#find(productId);
    if (held === undefined) {
      if (this.#maps[0]!.size === PRODUCTS_PER_MAP) this.#maps.unshift(new Map());
      this.#maps[0]!.set(productId, { productId, name, count });
      return;
    }
    held.count += count;
    if (name !== held.name && name !== null && (held.name === null || name < held.name)) held.name = name;
  }

  merge(other: AddsByProduct): void {
    for (const { productId, name, count } of other.#all()) this.add(productId, name, count);
  }

  /** The most added products: count falling, then name rising (none first), then id rising. */
  top(limit: number): ProductAdds[] {
    return [...this.#all()].toSorted(compareAdds).slice(0, limit);
  }

  encode(writer: ByteWriter): void {
    const all = [...this.#all()].toSorted(compareAdds);
    writer.varint(all.length);
    for (const { productId, name, count } of all) {
      writer.varint(productId < 0 ? 1 : 0);
      writer.varint(Math.abs(productId));
      writer.varint(count);
      writer.varint(name === null ? 0 : 1);
      if (name !== null) writer.text(name);
    }
  }

  static decode(reader: ByteReader): AddsByProduct {
    const adds = new AddsByProduct();
    for (let left = reader.varint(); left > 0; left--) {
      const sign = reader.varint() === 1 ? -1 : 1;
      const productId = sign * reader.varint();
      const count = reader.varint();
      adds.add(productId, reader.varint() === 1 ? reader.text() : null, count);
    }
    return adds;
  }

  #find(productId: number): ProductAdds | undefined {
    for (const map of this.#maps) {
      const held = map.get(productId);
      if (held !== undefined) return held;
    }
    return undefined;
  }

  *#all(): Generator<ProductAdds> {
    for (const map of this.#maps) yield* map.values();
  }
}

function compareAdds(a: ProductAdds, b: ProductAdds): number {
  return b.count - a.count || compareNames(a.name ?? '', b.name ?? '') || a.productId - b.productId;
}
