import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The files of Swagger UI that the page of documentation loads. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['favicon-32x32.png', 'image/png'],
]);

/** A file of the page of documentation by its name, null for any other; nothing comes from elsewhere. */
export async function docsAsset(name: string): Promise<{ body: Uint8Array; type: string } | null> {
  const type = TYPES.get(name);
  if (type === undefined) return null;
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  return { body: await readFile(join(folder, name)), type };
}
