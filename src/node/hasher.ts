import { createHash } from 'node:crypto';
import type { Hasher } from '../core/plan/hashing.ts';

/** SHA-256 by node:crypto. */
export function sha256(): Hasher {
  const hash = createHash('sha256');
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => hash.digest('hex'),
  };
}
