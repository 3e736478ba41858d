/** What is worth the work: text, but no stream of events, which must not wait for its neighbours. */
const COMPRESSIBLE = /^(?:text\/html|application\/(?:json|graphql-response\+json))\b/;
const ACCEPTS_GZIP = /(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)/i;
/** Below that many bytes there is nothing to gain. */
const LEAST = 1024;

/** The response compressed with gzip, where the client takes it and nobody has done it yet. */
export function compress(request: Request, response: Response): Response {
  const { headers, body, status, statusText } = response;
  const length = headers.get('content-length');
  const isText = COMPRESSIBLE.test(headers.get('content-type') ?? '');
  if (
    body === null ||
    !isText ||
    headers.has('content-encoding') ||
    (length !== null && Number(length) < LEAST)
  ) {
    return response;
  }
  const compressed = new Headers(headers);
  compressed.append('vary', 'accept-encoding');
  const accepts = ACCEPTS_GZIP.test(request.headers.get('accept-encoding') ?? '');
  if (!accepts || request.method === 'HEAD') {
    return new Response(body, { status, statusText, headers: compressed });
  }
  compressed.delete('content-length');
  compressed.set('content-encoding', 'gzip');
  const packed = body.pipeThrough(new CompressionStream('gzip'));
  return new Response(packed, { status, statusText, headers: compressed });
}
