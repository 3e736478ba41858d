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
    sha256: '64d5c4b57eb959a986cf99d26367afe0922c7da6cecaa84ee6e36130823ffadc',
  },
  {
    name: 'a uniform one',
    options: { ...shop, profile: 'uniform' },
    sha256: '728f58550a5c002553a73113a4c9f4405c4946623132bbd5f2a13efe58f55852',
  },
  {
    name: 'a skewed one in UTC',
    options: { ...shop, profile: 'skewed', timeZone: 'UTC' },
    sha256: 'c3162840c970218ba8c9bb1fdcb624e1ba723c74c4a96046a8f49ecf891fa3b0',
  },
  {
    name: 'a flash crowd with every fault',
    options: { ...shop, profile: 'burst', days: 7, chaos },
    sha256: '84c2470b5c0aad097f2a9ce6c348346fd66783e1a48acb98d75def234e2eb8dc',
  },
];
