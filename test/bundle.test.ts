import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions, type BuildResult } from 'esbuild';

const core = fileURLToPath(new URL('../src/core/', import.meta.url));

type Bundle = BuildResult<{ write: false }>;

/** No platform is assumed: what resolves and bundles here runs in a browser, a worker and every server. */
function bundle(input: Pick<BuildOptions, 'entryPoints' | 'stdin'>): Promise<Bundle> {
  return build({
    ...input,
    bundle: true,
    write: false,
    outdir: 'out',
    format: 'esm',
    target: 'es2024',
    platform: 'neutral',
    conditions: ['browser', 'import'],
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
}

// stream-json asks for node's decoder only after it saw that it runs on node.
const guardedImport = 'import("node:string_decoder")';

function assertNoNode({ warnings, outputFiles }: Bundle): void {
  assert.deepEqual(warnings, []);
  for (const { path, text } of outputFiles) {
    const found = /['"]node:.{0,80}/.exec(text.replace(guardedImport, ''));
    assert.equal(found?.[0], undefined, path);
  }
}

function bundleText(contents: string): Promise<Bundle> {
  return bundle({ stdin: { contents, resolveDir: core, loader: 'ts' } });
}

describe('bundle', () => {
  test('every file of the core bundles for no platform in particular', async () => {
    const names = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const result = await bundle({ entryPoints: names.map((name) => join(core, name)) });
    assert.equal(result.outputFiles.length, names.length);
    assertNoNode(result);
  });

  test('bundle() takes the libraries of the core', async () => {
    const libraries = ['hyparquet', 'hyparquet-writer', 'stream-json/web', 'fflate'];
    assertNoNode(await bundleText(libraries.map((name) => `export * from '${name}';`).join('\n')));
  });

  for (const name of ['node:fs', 'stream-json', 'fs']) {
    test(`bundle() refuses ${name}`, async () => {
      await assert.rejects(
        bundleText(`import * as all from '${name}'; console.log(all);`),
        /Could not resolve/,
      );
    });
  }
});
