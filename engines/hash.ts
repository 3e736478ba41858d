// oxlint-disable no-console -- every engine has it
import { generateText } from '../src/core/plan/generate-text.ts';
import { settle } from '../src/core/sources/shopper/options.ts';
import { openShop } from '../src/core/sources/shopper/shop.ts';
import { PINNED_TEXTS } from '../test/support/pinned-texts.ts';

// Runs on every engine as it is, so it asks for nothing that not all of them have.
for (const { options } of PINNED_TEXTS) {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const part of generateText(openShop(settle(options)), { shape: 'array' }))
    parts.push(new Uint8Array(part));
  const text = await new Blob(parts).arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  console.log(Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join(''));
}
