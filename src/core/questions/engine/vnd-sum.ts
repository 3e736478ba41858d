/** Below this, the sum of two whole numbers is exact. */
const SAFE = 2 ** 52;

/** The exact sum of whole numbers of VND, held within 2^53 - 1 on either side of 0 in the end. */
export class VndSum {
  #small = 0;
  #large = 0n;

  add(value: number): void {
    const sum = this.#small + value;
    if (sum < SAFE && sum > -SAFE && value < SAFE && value > -SAFE) this.#small = sum;
    else this.#large += BigInt(value);
  }

  /** Adds quantity x price; NaN counts as 0. */
  addProduct(quantity: number, price: number): void {
    if (Number.isNaN(quantity) || Number.isNaN(price)) return;
    const product = quantity * price;
    if (product < SAFE && product > -SAFE) this.add(product);
    else this.#large += BigInt(quantity) * BigInt(price);
  }

  value(): number {
    return this.#large === 0n ? this.#small : clamp(this.#large + BigInt(this.#small));
  }
}

function clamp(sum: bigint): number {
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  return Number(sum > limit ? limit : sum < -limit ? -limit : sum);
}
