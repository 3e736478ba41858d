import type { GenerateOptions } from '../../src/core/sources/shopper/options.ts';
import { FAULT_KINDS } from '../../src/core/truth.ts';

/** A generated text that is the same for ever, on every engine. */
export interface PinnedText {
  name: string;
  options: GenerateOptions;
  /** SHA-256 of the text as a JSON array. */
  sha256: string;
}

const shop: GenerateOptions = {
  count: 5000,
  seed: 1,
  until: Date.parse('2025-11-22T17:00:00Z') * 1000,
  timeZone: 'Asia/Ho_Chi_Minh',
};
const chaos = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0.03]));

/** What the same options have given once they give for ever; who changes the generator changes these on purpose. */
export const PINNED_TEXTS: readonly PinnedText[] = [
  {
    name: 'a realistic shop',
    options: shop,
    sha256: 'f462b1fcde2da5eb7fcc5ce5d44901e3bbb39bf114472e5e44fd3e00f5e20a8e',
  },
  {
    name: 'a uniform one',
    options: { ...shop, profile: 'uniform' },
    sha256: '728f58550a5c002553a73113a4c9f4405c4946623132bbd5f2a13efe58f55852',
  },
  {
    name: 'a skewed one in UTC',
    options: { ...shop, profile: 'skewed', timeZone: 'UTC' },
    sha256: 'd7165aa8087f6216a48a1f99eaa93b2e9c419f0339ee849421c508dbdf0b5e1f',
  },
  {
    name: 'a flash crowd with every fault',
    options: { ...shop, profile: 'burst', days: 7, chaos },
    sha256: 'c9020b1380c8f3d0ab0f17796d2c87dfa1002ee6edabc93387870480b24852e2',
  },
];
