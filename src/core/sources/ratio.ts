import type { ReadLimits } from './limits.ts';

/** Watches what comes out of a compressed stream; the answer is a problem once it is too much for what went in. */
export function limitRatio(
  limits: Readonly<ReadLimits>,
  packed: () => number,
): (plain: number) => string | undefined {
  let total = 0;
  return (plain) => {
    total += plain;
    if (total <= limits.ratioFrom || total <= packed() * limits.ratio) return undefined;
    return `at most ${limits.ratio} bytes may come out of one: these were ${packed()} and gave ${total}`;
  };
}
