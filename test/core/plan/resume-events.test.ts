import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { readSnapshot } from '../../../src/core/lake/log.ts';
import { EVENTS, importStaging } from '../../../src/core/plan/events-table.ts';
import type { GenerateEventsRequest } from '../../../src/core/plan/generate-events.ts';
import { generationName } from '../../../src/core/plan/generation.ts';
import type { ImportRequest } from '../../../src/core/plan/import.ts';
import type { ImportResult } from '../../../src/core/plan/import-result.ts';
import type { TempFolder } from '../../../src/core/plan/run.ts';
import { isGenerated, recoverEvents } from '../../../src/core/plan/recover-events.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { gzipMember } from '../../../src/node/gzip-member.ts';
import { failingStorage, Killed } from '../../support/failing-storage.ts';
import { folderStorage } from '../../support/folder-storage.ts';
import { shopOptions } from '../../support/generated.ts';
import { generatedText, runGeneration } from '../../support/run-generation.ts';
import { eventRows, runImport } from '../../support/run-import.ts';

const CUT = { pieceBytes: 60_000, resources: { chunkSize: 100, memory: 0.02 } };
const OLD = { ...CUT, options: shopOptions({ count: 50, days: 2, seed: 1 }) };
const ZONE = { timeZone: 'Asia/Ho_Chi_Minh', dropGuests: false, notAfter: null };

for (const mode of ['append', 'replace'] as const) {
  test(`generateEvents() to ${mode}, killed at any change, leaves the old state or the new, and resumes to the same bytes`, async () => {
    const request = { ...CUT, mode, base: 0, options: shopOptions({ count: 120, days: 2, seed: 2 }) };
    const name = await generationName(request);
    const start = memoryStorage();
    await runGeneration(start, OLD);
    const before = await stateOf(start);
    const done = await copyOf(start);
    await generate(done, request);
    const wanted = await stateOf(done);
    const outcomes = new Set<string>();
    for (let changes = 0; ; changes++) {
      const data = await copyOf(start);
      const isKilled = await dies(() => generate(failingStorage(data, { changes }), request));
      const { version } = await readSnapshot(data, EVENTS);
      assert.equal(await isGenerated(data, name), version === 1);
      const recovered = await copyOf(data);
      await recoverEvents(recovered);
      assert.deepEqual(await stateOf(recovered), version === 0 ? before : wanted, `after ${changes} changes`);
      await recoverEvents(data, { keep: (run) => run === name });
      const { unchanged, record } = await generate(data, { ...request, resume: true });
      assert.deepEqual(await stateOf(data), wanted, `resumed after ${changes} changes`);
      const { read = 0, written = 0 } = record?.counts ?? {};
      assert.deepEqual([read, written], [120, 120]);
      outcomes.add(`version ${version}, ${unchanged ? 'there' : 'resumed'}`);
      if (isKilled) continue;
      assert.ok(changes > 30, `a generation makes more than ${changes} changes`);
      break;
    }
    assert.deepEqual([...outcomes].toSorted(), ['version 0, resumed', 'version 1, there']);
  });
}

test('importEvents() killed at any change resumes to the same bytes', async () => {
  const bytes = Buffer.from(await generatedText({ count: 120, days: 2, seed: 2 }));
  for (const mode of ['append', 'replace'] as const) {
    const request = { ...CUT, mode, options: ZONE };
    const start = memoryStorage();
    await runGeneration(start, OLD);
    const done = await copyOf(start);
    await importInto(done, bytes, request);
    const wanted = await stateOf(done);
    for (let changes = 0; ; changes++) {
      const data = await copyOf(start);
      const isKilled = await dies(() => importInto(failingStorage(data, { changes }), bytes, request));
      const { version } = await readSnapshot(data, EVENTS);
      // What replaced version 0 is not asked for again.
      if (version === 0 || mode === 'append') await importInto(data, bytes, { ...request, resume: true });
      else await recoverEvents(data);
      assert.deepEqual(await stateOf(data), wanted, `${mode}, resumed after ${changes} changes`);
      if (isKilled) continue;
      assert.ok(changes > 20, `an import makes more than ${changes} changes`);
      break;
    }
  }
});

test('generateEvents() aborted at any moment changes nothing that is seen, and resumes to the same bytes', async () => {
  const options = shopOptions({ count: 21_000, days: 2, seed: 2 });
  const request = { mode: 'append', base: 0, options, sliceParts: 1, pieceBytes: 1_000_000 } as const;
  const start = memoryStorage();
  await runGeneration(start, OLD);
  const before = await stateOf(start);
  const done = await copyOf(start);
  let calls = 0;
  await generate(done, { ...request, onProgress: () => calls++ });
  const wanted = await stateOf(done);
  await fc.assert(
    // The last two calls come when all is written.
    fc.asyncProperty(fc.integer({ min: 0, max: calls - 3 }), async (last) => {
      const data = await copyOf(start);
      const stopping = new AbortController();
      let left = last;
      const onProgress = (): void => {
        if (left-- === 0) stopping.abort(new Error('stopped'));
      };
      await assert.rejects(generate(data, { ...request, onProgress, signal: stopping.signal }), /stopped/);
      const seen = await stateOf(data);
      assert.deepEqual(withoutStaging(seen), before);
      await generate(data, { ...request, resume: true });
      assert.deepEqual(await stateOf(data), wanted);
    }),
    { numRuns: 4 },
  );
});

test('generateEvents() that resumes does not do again what is done, unless it was asked to', async () => {
  const cutting = { pieceBytes: 3_000_000, resources: { chunkSize: 4096, memory: 8 }, sliceParts: 1 };
  const request = { ...cutting, options: shopOptions({ count: 21_000, days: 2 }) };
  const data = memoryStorage();
  await abortAt('publish', data, request);
  const work = await watchWork(await copyOf(data), { ...request, resume: true });
  assert.deepEqual(work, { compressed: 0, tasks: [] });
  const anew = await watchWork(await copyOf(data), request);
  assert.equal(anew.compressed, 2);
  const other = await watchWork(await copyOf(data), { ...request, resume: true, version: '0.0.1' });
  assert.deepEqual(other, anew, 'another version may do everything in another way');
  const cut = await watchWork(await copyOf(data), { ...request, resume: true, pieceBytes: 2_000_000 });
  assert.equal(cut.compressed, 2, 'pieces of another size are other pieces');

  const torn = await copyOf(data);
  const tasks = `${importStaging(await nameOf(request))}/tasks`;
  await torn.write(`${tasks}/generated/1-2.gz`, new Uint8Array());
  const made = await watchWork(torn, { ...request, resume: true });
  assert.deepEqual([made.compressed, made.tasks], [1, ['generated/1-2.json']]);
});

test('generateEvents() that resumes judges ids anew where others have committed meanwhile', async () => {
  const options = shopOptions({ count: 400, days: 2 });
  const events = JSON.parse(await generatedText({ count: 400, days: 2 })) as object[];
  const data = memoryStorage();
  const request = { ...CUT, mode: 'append', options } as const;
  await abortAt('publish', data, request);
  const bytes = Buffer.from(JSON.stringify(events.slice(0, 150)));
  await runImport(withoutStagingOf(data), bytes, { options: ZONE });
  const { record, tableRows } = await generate(data, { ...request, resume: true });
  assert.deepEqual([record?.counts.written, record?.counts.already_there, tableRows], [250, 150, 400]);
  const ids = (await eventRows(data)).map((row) => row['event_id']);
  assert.equal(new Set(ids).size, 400);
});

type Request = Partial<GenerateEventsRequest> & Pick<GenerateEventsRequest, 'options'>;

/** Generates with the folder of tasks where the commands have it. */
function generate(data: Storage, request: Request): Promise<ImportResult> {
  return runGeneration(data, { openTemp: tasksIn(data), ...request });
}

function importInto(
  data: Storage,
  bytes: Uint8Array,
  request: Partial<ImportRequest>,
): Promise<ImportResult> {
  return runImport(data, bytes, { openTemp: tasksIn(data), ...request });
}

function tasksIn(data: Storage): (name: string) => TempFolder {
  return (name) => {
    const folder = `${importStaging(name)}/tasks`;
    return { storage: folderStorage(data, folder), clear: () => data.remove(folder) };
  };
}

function nameOf({ mode = 'replace', base = -1, options }: Request): Promise<string> {
  return generationName({ mode, base, options });
}

async function abortAt(step: string, data: Storage, request: Request): Promise<void> {
  const stopping = new AbortController();
  const onProgress = (at: { step: string }): void => {
    if (at.step === step) stopping.abort(new Error('stopped'));
  };
  await assert.rejects(generate(data, { ...request, onProgress, signal: stopping.signal }), /stopped/);
}

/** Parts that a generation compresses, and tasks that it does. */
async function watchWork(data: Storage, request: Request) {
  let compressed = 0;
  const tasks: string[] = [];
  const staging = importStaging(await nameOf(request));
  const watched: Storage = {
    ...data,
    async write(path, bytes, options) {
      const isManifest = path.startsWith(staging) && /(?<!publish)\.json$/.test(path);
      if (isManifest) tasks.push(path.slice(staging.length + 1).replace(/^tasks\//, ''));
      return data.write(path, bytes, options);
    },
  };
  const compress = (text: Uint8Array): Promise<Uint8Array> => {
    compressed++;
    return gzipMember(text);
  };
  await generate(watched, { ...request, compress });
  return { compressed, tasks };
}

async function dies(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return false;
  } catch (error) {
    assert.ok(error instanceof Killed || (error as Error).cause instanceof Killed, String(error));
    return true;
  }
}

/** Every file with its hash; entries of the log by their name, as table ids are drawn. */
async function stateOf(data: Storage): Promise<Record<string, string>> {
  const state: Record<string, string> = {};
  for (const { path } of await data.list('')) {
    const hash = createHash('sha256').update(await data.read(path));
    state[path] = path.includes('_delta_log') ? '' : hash.digest('hex');
  }
  return state;
}

function withoutStaging(state: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(state).filter(([path]) => !path.startsWith('.staging')));
}

/** A storage for a writer who must not take what is staged by others for left-overs. */
function withoutStagingOf(storage: Storage): Storage {
  return {
    ...storage,
    names: async (folder) => (folder === '.staging-events' ? [] : storage.names(folder)),
    remove: async (path) => (path === '.staging-events' ? undefined : storage.remove(path)),
  };
}

async function copyOf(storage: Storage): Promise<Storage> {
  const copy = memoryStorage();
  for (const { path } of await storage.list('')) await copy.write(path, await storage.read(path));
  return copy;
}
