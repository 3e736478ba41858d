import { createHash } from 'node:crypto';
import { generateText } from '../../src/core/plan/generate-text.ts';
import { type GenerateOptions, settle } from '../../src/core/sources/shopper/options.ts';
import { openShop } from '../../src/core/sources/shopper/shop.ts';
import type { TruthLine } from '../../src/core/truth.ts';

/** 2025-11-23T00:00 in Viet Nam, in microseconds since 1970-01-01T00:00Z. */
export const UNTIL = Date.parse('2025-11-22T17:00:00Z') * 1000;

/** Options of a small shop in Viet Nam, with others in place of its own. */
export function shopOptions(options: Partial<GenerateOptions> = {}): GenerateOptions {
  return { count: 5000, seed: 1, until: UNTIL, timeZone: 'Asia/Ho_Chi_Minh', ...options };
}

/** The lines of a generated NDJSON file, and the truth about them. */
export async function generatedLines(
  options: Partial<GenerateOptions> = {},
): Promise<{ lines: string[]; truth: TruthLine[] }> {
  const truth: TruthLine[] = [];
  const parts: Uint8Array[] = [];
  const shop = openShop(settle(shopOptions(options)));
  const onTruth = async (lines: readonly TruthLine[]): Promise<void> => void truth.push(...lines);
  for await (const part of generateText(shop, { shape: 'lines', onTruth })) parts.push(part);
  return { lines: Buffer.concat(parts).toString().trimEnd().split('\n'), truth };
}

/** SHA-256 of the text of a generated JSON array. */
export async function generatedHash(options: Partial<GenerateOptions> = {}): Promise<string> {
  const hash = createHash('sha256');
  const shop = openShop(settle(shopOptions(options)));
  for await (const part of generateText(shop, { shape: 'array' })) hash.update(part);
  return hash.digest('hex');
}
