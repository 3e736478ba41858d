/** A name in letters and digits, as it goes over the wire, or an address; a port that is not the scheme's own. */
const ORIGIN = /^https?:\/\/(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/;

/** Whether a text is an origin as browsers send it: `https://shop.example` or `http://localhost:3000`, and no `null`. */
export function isOrigin(text: string): boolean {
  return ORIGIN.test(text) && URL.parse(text)?.origin === text;
}

/** Origins whose pages may ask. @throws {RangeError} where one is none */
export function originSet(origins: readonly string[]): ReadonlySet<string> {
  for (const origin of origins) {
    if (!isOrigin(origin)) {
      throw new RangeError(
        `Cannot allow an origin as it must be like https://shop.example: ${JSON.stringify(origin)}`,
      );
    }
  }
  return new Set(origins);
}

/**
 * Whether a browser says that the page which asks is of another origin than the server. The scheme does not count: a proxy may
 * speak TLS for us. Programs say nothing of pages.
 */
export function isForeign(request: Request): boolean {
  const { headers, url } = request;
  const origin = headers.get('origin');
  if (origin !== null && !isOwn(origin, headers.get('host') ?? new URL(url).host)) return true;
  const site = headers.get('sec-fetch-site');
  // `none` is the user's own doing: an address that was typed, a bookmark.
  return site !== null && site !== 'same-origin' && site !== 'none';
}

function isOwn(origin: string, host: string): boolean {
  if (!isOrigin(origin)) return false;
  // A port that is the scheme's own may be said or not.
  const own = URL.parse(`${new URL(origin).protocol}//${host}`);
  return own !== null && own.href === `${origin}/`;
}
