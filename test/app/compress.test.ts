import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { compress } from '../../src/app/compress.ts';

const TEXT = JSON.stringify({ text: 'Bàn phím '.repeat(1000) });

function ask(accepts: string | null, init: ResponseInit = {}, body: string = TEXT): Response {
  const headers = new Headers(accepts === null ? {} : { 'accept-encoding': accepts });
  const response = new Response(body, { headers: { 'content-type': 'application/json' }, ...init });
  return compress(new Request('http://localhost/graphql', { headers }), response);
}

for (const accepts of ['gzip', 'br, gzip;q=0.5', 'deflate, GZIP', '*']) {
  test(`compress() packs what a client takes with ${accepts}`, async () => {
    const response = ask(accepts);
    assert.equal(response.headers.get('content-encoding'), 'gzip');
    assert.equal(response.headers.get('vary'), 'accept-encoding');
    assert.equal(gunzipSync(await response.bytes()).toString(), TEXT);
  });
}

for (const accepts of [null, 'br', 'gzip;q=0', 'gzip;q=0.000, br', 'xgzip']) {
  test(`compress() leaves it to a client with ${accepts}`, async () => {
    const response = ask(accepts);
    assert.equal(response.headers.get('content-encoding'), null);
    assert.equal(response.headers.get('vary'), 'accept-encoding');
    assert.equal(await response.text(), TEXT);
  });
}

test('compress() leaves streams of events, packed and small answers as they are', () => {
  for (const headers of [
    { 'content-type': 'text/event-stream' },
    { 'content-type': 'application/json', 'content-encoding': 'br' },
    { 'content-type': 'application/json', 'content-length': '12' },
  ]) {
    assert.equal(
      ask('gzip', { headers }).headers.get('content-encoding'),
      headers['content-encoding'] ?? null,
    );
  }
});
