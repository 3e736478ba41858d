import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Assets } from '../../src/rest/docs.ts';
import { open } from './shop.ts';

const asked: string[] = [];
const assets: Assets = async (name) => {
  asked.push(name);
  if (name === 'favicon-32x32.png') return null;
  return { body: new TextEncoder().encode(`file ${name}`), type: 'text/css' };
};

describe('/docs', () => {
  test('is a page that loads everything from here', async () => {
    const { ask } = open({ assets });
    const response = await ask('/docs');
    const page = await response.text();
    assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
    const places = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, place = '']) => place);
    assert.deepEqual(places, [
      '/docs/favicon-32x32.png',
      '/docs/swagger-ui.css',
      '/openapi.json',
      '/docs/swagger-ui-bundle.js',
      '/docs/start.js',
    ]);
    assert.doesNotMatch(page, /<style|style=|\son\w+=|<script>/);
    const start = await (await ask('/docs/start.js')).text();
    assert.match(start, /url: '\/openapi\.json'/);
    assert.match(start, /validatorUrl: null/);
  });

  test('has a strict Content-Security-Policy', async () => {
    const policy = (await open({ assets }).ask('/docs')).headers.get('content-security-policy') ?? '';
    const rules = new Map(policy.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1)]));
    assert.deepEqual(rules.get('default-src'), ["'none'"]);
    assert.deepEqual(rules.get('script-src'), ["'self'"]);
    assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  });

  test('gives the files that it wants, and asks for no other', async () => {
    const { ask } = open({ assets });
    asked.length = 0;
    const css = await ask('/docs/swagger-ui.css');
    assert.deepEqual(
      [css.status, css.headers.get('content-type'), await css.text()],
      [200, 'text/css', 'file swagger-ui.css'],
    );
    assert.equal((await ask('/docs/favicon-32x32.png')).status, 404, 'not there');
    for (const name of [
      'index.html',
      'package.json',
      '..%2fpackage.json',
      '%2e%2e%2fx',
      'toString',
      'swagger-ui.js',
    ]) {
      assert.equal((await ask(`/docs/${name}`)).status, 404, name);
    }
    assert.deepEqual(asked, ['swagger-ui.css', 'favicon-32x32.png']);
  });

  test('lets go of a file that HEAD does not want', async () => {
    let cancelled = 0;
    const body = new ReadableStream<Uint8Array>({ cancel: () => void cancelled++ });
    const { ask } = open({ assets: async () => ({ body, type: 'text/css' }) });
    const response = await ask('/docs/swagger-ui.css', { method: 'HEAD' });
    assert.deepEqual(
      [response.status, response.headers.get('content-type'), cancelled],
      [200, 'text/css', 1],
    );
  });

  test('is there without its files', async () => {
    const { ask } = open();
    assert.equal((await ask('/docs')).status, 200);
    assert.equal((await ask('/docs/swagger-ui.css')).status, 404);
  });
});
