/** A number of things at a price each, in VND; null counts as 0. */
export interface Priced {
  quantity: number | null;
  price_vnd: number | null;
}

/** The exact sum of whole numbers of VND, held within 2^53 - 1 on either side of 0. */
export function sumVnd(values: Iterable<number>): number {
  let sum = 0n;
  for (const value of values) sum += BigInt(value);
  return within(sum);
}

/** The exact sum of quantity x price in VND, held within 2^53 - 1 on either side of 0. */
export function valueOf(lines: Iterable<Priced>): number {
  let sum = 0n;
  for (const { quantity, price_vnd } of lines) sum += BigInt(quantity ?? 0) * BigInt(price_vnd ?? 0);
  return within(sum);
}

function within(sum: bigint): number {
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  return Number(sum > limit ? limit : sum < -limit ? -limit : sum);
}
