import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

// Left may not import right. A file directly in src/core belongs to the first layer.
const layers = [
  ['core', 'core/storage', 'core/time', 'core/hash', 'core/columns', 'core/random', 'core/catalog'],
  ['core/sources', 'core/stages', 'core/sinks', 'core/aggregates', 'core/windows'],
  ['core/lake'],
  ['core/plan', 'core/questions'],
  ['core/jobs'],
  ['graphql', 'rest', 'dashboard'],
  ['app'],
  ['node', 'jobs'],
];
const strangers = [
  ['core/sources', 'core/stages', 'core/sinks'],
  ['graphql', 'rest'],
];
const nodeParts = ['node', 'jobs'];
const root = fileURLToPath(new URL('../src/', import.meta.url));

/** `core/stages` of `core/stages/clean.ts`, `core` of `core/event.ts`, `app` of `app.ts`. */
function partOf(file: string): string {
  const folders = file.split('/').slice(0, -1);
  return folders.length === 0
    ? file.replace(/\.ts$/, '')
    : folders
        .slice(0, 2)
        .join('/')
        .replace(/^(?!core)([^/]+)\/.*/, '$1');
}

/** Comments go; a string stays only where `keepStrings` asks for it, a template leaves what it computes. */
function strip(code: string, keepStrings: boolean): string {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/g;
  return code.replaceAll(token, (text) => {
    if (text.startsWith('/')) return ' ';
    if (keepStrings) return text;
    return text.startsWith('`') ? (text.match(/\$\{[^}]*\}/g) ?? []).join(' ') : "''";
  });
}

/** What a file imports, types included. */
function importsOf(code: string): string[] {
  const text = strip(code, true);
  const statements = /\b(?:import|export)\s+(?:type\s+)?(?:[^'"`;]*?\s*\bfrom\s*)?(['"])([^'"\n]+)\1/g;
  const calls = /(?:\bimport\s*\(\s*|\bnew\s+URL\s*\(\s*)(['"])([^'"\n]+)\1/g;
  const found = [...text.matchAll(statements)].map(([, , from]) => from as string);
  const loaded = [...text.matchAll(calls)].map(([, , from]) => from as string);
  return [...found, ...loaded.filter((from) => !/^(?!\.)[^/]*\/\//.test(from))];
}

function brokenDirection(file: string, target: string): string | null {
  const [from, to] = [partOf(file), partOf(target)];
  const [own, other] = [from, to].map((part) => layers.findIndex((layer) => layer.includes(part))) as [
    number,
    number,
  ];
  if (own === -1) return `${from} is in no layer: give it one in test/layers.test.ts`;
  if (other === -1) return `${to} is in no layer: give it one in test/layers.test.ts`;
  if (other > own) return `${from} may only import its own layer and those before it`;
  if (from === to) return null;
  if (from === 'core/lake' && other > 0) return 'core/lake may only import the first layer';
  const group = strangers.find((parts) => parts.includes(from) && parts.includes(to));
  return group === undefined ? null : `${group.join(', ')} never import one another`;
}

function check(files: Readonly<Record<string, string>>): string[] {
  const faults: string[] = [];
  const graph = new Map<string, string[]>();
  for (const [file, code] of Object.entries(files)) {
    const targets: string[] = [];
    for (const from of importsOf(code)) {
      if (from.startsWith('.')) {
        const target = posix.join(posix.dirname(file), from);
        targets.push(target);
        const rule = target.startsWith('..') ? null : brokenDirection(file, target);
        if (rule !== null) faults.push(`${file} imports ${from}: ${rule}`);
      } else if (from.startsWith('node:') && !nodeParts.includes(partOf(file))) {
        faults.push(`${file} imports ${from}: node: belongs to ${nodeParts.join(' and ')}`);
      }
    }
    graph.set(file, targets);
    if (nodeParts.includes(partOf(file))) continue;
    const use =
      /(?<![\w$.])(?:process\s*(?:\?\.|[.[])|Buffer\b)|\bglobalThis\s*\.\s*(?:process|Buffer)\b/.exec(
        strip(code, false),
      );
    if (use !== null)
      faults.push(`${file} uses ${use[0]}: process and Buffer belong to ${nodeParts.join(' and ')}`);
  }
  return [...faults, ...cyclesOf(graph)];
}

function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();

  function visit(file: string, path: readonly string[]): void {
    if (path.includes(file)) {
      found.push(`${[...path.slice(path.indexOf(file)), file].join(' -> ')}: files never import in a circle`);
    } else if (!done.has(file)) {
      for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
      done.add(file);
    }
  }

  for (const file of graph.keys()) visit(file, []);
  return found;
}

describe('layers', () => {
  test('imports under src point one way', () => {
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.tsx?$/.test(name),
    );
    assert.ok(names.length > 0);
    assert.deepEqual(
      check(Object.fromEntries(names.map((name) => [name, readFileSync(root + name, 'utf8')]))),
      [],
    );
  });

  const broken: [name: string, file: string, code: string, rule: RegExp][] = [
    ['an event that imports a stage', 'core/event.ts', "import { clean } from './stages/a.ts';", /own layer/],
    ['storage that imports the lake', 'core/storage/a.ts', "export * from '../lake/a.ts';", /own layer/],
    ['a stage that loads the plan', 'core/stages/a.ts', "await import('../plan/a.ts');", /own layer/],
    ['a plan that starts a worker', 'core/plan/a.ts', "new URL('../../node/a.ts', base);", /own layer/],
    ['an app that imports a job', 'app.ts', "import { a } from './jobs/a.ts';", /own layer/],
    [
      'a type that points the wrong way',
      'core/lake/a.ts',
      "import type { A } from '../plan/a.ts';",
      /own layer/,
    ],
    ['a stage that imports a source', 'core/stages/a.ts', "import '../sources/a.ts';", /never import/],
    ['a sink that imports a stage', 'core/sinks/a.ts', "import '../stages/a.ts';", /never import/],
    ['rest that imports graphql', 'rest/a.ts', "import { a } from '../graphql/deep/a.ts';", /never import/],
    ['a lake that imports a stage', 'core/lake/a.ts', "import { a } from '../stages/a.ts';", /core\/lake/],
    ['a folder without a layer', 'core/magic/a.ts', "import { a } from '../event.ts';", /no layer/],
    ['an import of such a folder', 'node/a.ts', "import { a } from '../core/magic/a.ts';", /no layer/],
    ['node: in core', 'core/hash/a.ts', "import { hash } from 'node:crypto';", /node: belongs/],
    ['process in the app', 'app.ts', 'const port = process.env.PORT;', /process and Buffer/],
    ['process within a template', 'app.ts', 'const port = `${process.env.PORT}`;', /process and Buffer/],
    ['Buffer in core', 'core/fields.ts', 'const a = Buffer.alloc(1);', /process and Buffer/],
    ['a file that imports itself', 'core/a.ts', "import type { A } from './a.ts';", /circle/],
  ];
  for (const [name, file, code, rule] of broken) {
    test(`check() refuses ${name}`, () => {
      const faults = check({ [file]: code });
      assert.equal(faults.length, 1, faults.join('\n'));
      assert.match(faults[0] ?? '', rule);
    });
  }

  test('check() refuses a circle', () => {
    const files = {
      'core/a.ts': "import './b.ts';",
      'core/b.ts': "import './c.ts';",
      'core/c.ts': "import './a.ts';",
    };
    assert.deepEqual(check(files), [
      'core/a.ts -> core/b.ts -> core/c.ts -> core/a.ts: files never import in a circle',
    ]);
  });

  test('check() lets what is allowed pass', () => {
    const files = {
      'core/event.ts': "// import './stages/a.ts'\nexport const text = 'process.env and Buffer';",
      'core/stages/a.ts':
        "import { text } from '../event.ts';\nimport { fold } from '../aggregates/fold.ts';",
      'core/sinks/a.ts': "import type { Fold } from '../aggregates/fold.ts';\nconst a = new ArrayBuffer(1);",
      'core/sinks/b.ts':
        "import { type Fold, type Part } from '../aggregates/fold.ts';\nqueue.process.start();",
      'core/plan/a.ts': "import { a } from '../stages/a.ts';\nimport { log } from '../lake/log.ts';",
      'node/a.ts': "import { run } from '../core/plan/a.ts';\nimport 'node:fs';\nprocess.exit();",
      'node/deep/b.ts': "import '../a.ts';\nconst page = new URL('https://example.com');",
      'jobs/a.ts': "import manifest from '../../package.json';\nimport { a } from '../node/a.ts';",
    };
    assert.deepEqual(check(files), []);
  });
});
