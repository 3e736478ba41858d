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
    sha256: '7f7d40e79c80c682da1629ee88f477afa88626861509841804a644266df29070',
  },
  {
    name: 'a uniform one',
    options: { ...shop, profile: 'uniform' },
    sha256: '95b372e4909333a249f2185069243de7f97548002497a519ab7f2e1aecd7f3d5',
  },
  {
    name: 'a skewed one in UTC',
    options: { ...shop, profile: 'skewed', timeZone: 'UTC' },
    sha256: '57bd3710f2eef658c9432b1b2fb637f852090baa9265b9857b15367ed45a076f',
  },
  {
    name: 'a flash crowd with every fault',
    options: { ...shop, profile: 'burst', days: 7, chaos },
    sha256: 'eac8ca6f5282006953441e22c299e8f370c8a5ccd7d89b4c78a481dc332d7d28',
  },
];
