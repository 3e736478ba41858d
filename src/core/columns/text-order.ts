/** Some bytes of UTF-8. */
export interface TextRange {
  bytes: Uint8Array;
  start: number;
  end: number;
}

/**
 * Compares two texts as JavaScript does, by UTF-16 code units, without decoding them: of two different bytes at one place both are
 * first ones or both later ones, and only U+E000 to U+FFFF (EE, EF) come after what code units call surrogates (F0 to F4).
 */
export function compareTexts(a: TextRange, b: TextRange): number {
  const shared = Math.min(a.end - a.start, b.end - b.start);
  for (let i = 0; i < shared; i++) {
    const x = a.bytes[a.start + i] as number;
    const y = b.bytes[b.start + i] as number;
    if (x !== y) return unitOrder(x) - unitOrder(y);
  }
  return a.end - a.start - (b.end - b.start);
}

function unitOrder(byte: number): number {
  return byte === 0xee || byte === 0xef ? byte + 16 : byte;
}
