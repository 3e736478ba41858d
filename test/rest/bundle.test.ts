import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

test('createRest() bundles for no platform in particular', async () => {
  const { warnings, outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/rest/rest.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    platform: 'neutral',
    conditions: ['browser', 'import'],
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  assert.deepEqual(warnings, []);
  const text = outputFiles[0]?.text ?? assert.fail('no bundle');
  assert.doesNotMatch(text, /['"]node:|SwaggerUIBundle=/);
  assert.ok(text.length < 3_000_000, 'without the files of the page of documentation');
});
