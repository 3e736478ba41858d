import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { promisify } from 'node:util';
import type { Questions } from '../../src/core/questions/questions.ts';
import { VersionGoneError } from '../../src/core/questions/questions.ts';
import { plainQuestions } from '../../src/core/questions/plain.ts';
import { fileStorage } from '../../src/node/files.ts';
import { type QuestionThread, questionThread } from '../../src/node/question-thread.ts';
import { generatedEvents, HOUR } from '../support/cart-events.ts';
import { scratchFolders } from '../support/command.ts';
import { UNTIL, generatedLines } from '../support/generated.ts';
import { runImport } from '../support/run-import.ts';

const TIME_ZONE = 'Asia/Ho_Chi_Minh';
const newFolder = await scratchFolders('question-thread');
const EVENTS = await generatedEvents({ count: 1500, days: 3 });
const plain = plainQuestions(EVENTS);
const folder = await newFolder();
const { lines } = await generatedLines({ count: 1500, days: 3 });
await runImport(fileStorage(folder), new TextEncoder().encode(lines.join('\n')), {
  options: { timeZone: TIME_ZONE, dropGuests: false, notAfter: null },
});

function open(of = folder): QuestionThread {
  const thread = questionThread({ folder: of, table: 'events', timeZone: TIME_ZONE, cacheBytes: 1_000_000 });
  after(() => thread.close());
  return thread;
}

describe('questionThread()', () => {
  test('answers as plainQuestions() does', async () => {
    const { questions } = open();
    const ids = EVENTS.slice(0, 3).map((event) => event.event_id);
    const sessions = EVENTS.slice(0, 9).map((event) => event.session_id);
    const asks: ((it: Questions) => Promise<unknown>)[] = [
      (it) => it.events({ page: { first: 100 } }),
      (it) => it.eventsById([...ids, 'none']),
      (it) => it.sessions({ order: 'cart_value', page: { first: 20 } }),
      (it) => it.statistics(),
      (it) => it.statistics({ filter: { types: ['add_to_cart'] }, top: 3 }),
      (it) => it.abandonedCarts({ at: UNTIL, idleFor: HOUR, page: {} }),
      (it) => it.cartStates(sessions, UNTIL, HOUR),
      (it) => it.funnel({ steps: ['view_item', 'add_to_cart', 'purchase'] }),
      (it) => it.journeys({ first: 10 }),
      (it) => it.version(),
    ];
    const answers = await Promise.all(asks.map((ask) => ask(questions)));
    for (const [i, ask] of asks.entries()) assert.deepEqual(answers[i], await ask(plain), String(ask));
    const [newest] = await questions.versions(5);
    assert.deepEqual([newest?.version, newest?.rows], [0, EVENTS.length]);
  });

  test('tells errors apart as callers do, and where they come from', async () => {
    const { questions } = open();
    await assert.rejects(questions.statistics({ asOf: { version: 9 } }), (error: Error) => {
      assert.ok(error instanceof VersionGoneError);
      assert.match(error.stack ?? '', /question|versions\.ts/);
      return true;
    });
    await assert.rejects(questions.statistics({ top: -1 }), RangeError);
    await assert.rejects(questions.events({ page: { first: 5000 } }), /^RangeError: Cannot /);
    const broken = open(await brokenFolder());
    await assert.rejects(broken.questions.statistics(), (error: Error) => {
      assert.ok(!(error instanceof RangeError));
      assert.match(error.message, /does not exist/);
      return true;
    });
  });

  test('ends a question with the reason of its signal, and answers the others', async () => {
    const { questions } = open();
    const gone = AbortSignal.abort(new Error('gone'));
    await assert.rejects(questions.statistics({ signal: gone }), /gone/);
    const controller = new AbortController();
    const left = questions.journeys({ first: 3, signal: controller.signal });
    const stayed = questions.journeys({ first: 3 });
    controller.abort(new Error('left'));
    await assert.rejects(left, /left/);
    assert.deepEqual(await stayed, await plain.journeys({ first: 3 }));
  });

  test('refuses what no thread can be told, and goes on', async () => {
    const { questions } = open();
    const unclonable = { top: (() => 3) as never };
    await assert.rejects(questions.statistics(unclonable), /could not be cloned/);
    assert.equal(await questions.version(), 0);
  });

  test('fails what is under way when the thread ends, and starts another for the next question', async () => {
    const { questions, close } = open();
    assert.equal(await questions.version(), 0);
    const underWay = [questions.statistics(), questions.journeys({ first: 3 })];
    const ended = Promise.all(underWay.map((answer) => assert.rejects(answer, /thread .* is closed/)));
    await close();
    await ended;
    assert.deepEqual(await questions.statistics(), await plain.statistics());
    await close();
    await close();
  });

  test('keeps the process while something is asked, and no longer', async () => {
    const url = new URL('../../src/node/question-thread.ts', import.meta.url);
    const settings = { folder, table: 'events', timeZone: TIME_ZONE, cacheBytes: 1 };
    const script = `import { questionThread } from '${url.href}';
      const { questions } = questionThread(${JSON.stringify(settings)});
      const first = await questions.version();
      await new Promise((resolve) => setImmediate(resolve));
      process.stdout.write([first, (await questions.statistics()).events].join());`;
    const file = join(await newFolder(), 'ask.mjs');
    await writeFile(file, script);
    const args = ['--import', import.meta.resolve('tsx'), file];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
    assert.equal(stdout, `0,${EVENTS.length}`);
  });

  test('fails what is under way when the thread dies of itself', async () => {
    const { questions } = questionThread({ folder, table: 'events', timeZone: TIME_ZONE, cacheBytes: -1 });
    await assert.rejects(questions.version(), /cacheBytes must be/);
    await assert.rejects(questions.version(), /cacheBytes must be/);
  });
});

/** A data folder whose table has lost its files. */
async function brokenFolder(): Promise<string> {
  const data = await newFolder();
  const storage = fileStorage(data);
  await runImport(storage, new TextEncoder().encode(lines.slice(0, 50).join('\n')));
  for (const { path } of await storage.list('events')) {
    if (path.endsWith('.parquet')) await rm(join(data, path));
  }
  return data;
}
