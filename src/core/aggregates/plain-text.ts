/** What could move the cursor, turn the reading direction or hide: controls, formats, separators, lone surrogates. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const NO_WIDTH = /\p{M}/u;
const WIDE =
  /[\u{1100}-\u{115f}\u{2e80}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** A name that can stand in a line of text: unsafe characters become `\u{1b}` and the like. */
export function safeText(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** Columns of a terminal that a safe text takes. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** A safe text in exactly `width` columns: filled with spaces, or cut with `...` at its end. */
export function fit(text: string, width: number): string {
  const full = textWidth(text);
  if (full <= width) return text + ' '.repeat(width - full);
  let cut = '';
  let used = 0;
  for (const character of text) {
    const wide = textWidth(character);
    if (used + wide > width - 3) break;
    cut += character;
    used += wide;
  }
  return `${cut}...${' '.repeat(width - 3 - used)}`;
}

/** `1,234.50`: a number with thousands separators and a fixed count of decimals; `-` for null. */
export function formatNumber(value: number | null, decimals = 0): string {
  if (value === null) return '-';
  const [whole = '', fraction] = value.toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `12.34 %`; `-` for null. */
export function formatPercent(value: number | null): string {
  return value === null ? '-' : `${formatNumber(value, 2)} %`;
}

/** A bar of at most `width` columns, full for the largest value, in eighths of a column. */
export function bar(value: number, largest: number, width: number): string {
  if (largest <= 0) return '';
  const eighths = Math.round((value / largest) * width * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}
