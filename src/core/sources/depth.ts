const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether brackets stand more than `limit` levels deep anywhere in JSON text that parses. */
export function isDeep(text: string, limit: number): boolean {
  let level = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) at = stringEnd(text, at + 1);
    else if (unit === 0x7b || unit === 0x5b) {
      if (++level > limit) return true;
    } else if (unit === 0x7d || unit === 0x5d) level--;
  }
  return false;
}

/** The number of opening brackets in a text, or `enough` when there are as many: too few rule out a deep value. */
export function countBrackets(text: string, enough: number): number {
  let count = 0;
  for (const bracket of ['[', '{']) {
    for (let at = text.indexOf(bracket); at !== -1 && count < enough; at = text.indexOf(bracket, at + 1))
      count++;
  }
  return count;
}

/** The place of the quote that ends a string. */
function stringEnd(text: string, start: number): number {
  let at = start;
  for (; text.charCodeAt(at) !== QUOTE; at++) if (text.charCodeAt(at) === BACKSLASH) at++;
  return at;
}
