import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Followed, follow } from '../../../src/core/jobs/follow.ts';
import type { JobRecord, JobState } from '../../../src/core/jobs/job.ts';
import { firstRecord } from '../../../src/core/jobs/states.ts';
import { all, settle } from './world.ts';

/** A log in memory that counts who listens to it and what it was asked for. */
class Growing implements Followed {
  readonly records: JobRecord[] = [firstRecord(0)];
  readonly listeners = new Set<() => void>();
  asked = 0;

  add(state: JobState): void {
    this.records.push({ ...firstRecord(0), number: this.records.length + 1, state });
    for (const listener of this.listeners) listener();
  }
  latest(): JobRecord {
    return this.records.at(-1)!;
  }
  async from(number: number): Promise<JobRecord[]> {
    this.asked++;
    return this.records.slice(number - 1, number + 2);
  }
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** A signal that counts its listeners. */
function countedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  const counted = { listeners: 0 };
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    counted.listeners++;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    counted.listeners--;
    remove(...args);
  };
  return { controller, signal, counted };
}

const states = (records: JobRecord[]) => records.map(({ state }) => state);

describe('follow()', () => {
  test('gives what is there, then what is added, until the job ends', async () => {
    const log = new Growing();
    const following = all(follow(log));
    await settle();
    log.add('running');
    await settle();
    log.add('running');
    log.add('succeeded');
    assert.deepEqual(states(await following), ['queued', 'running', 'running', 'succeeded']);
    assert.equal(log.listeners.size, 0);
  });

  test('begins after an entry', async () => {
    const log = new Growing();
    log.add('running');
    log.add('failed');
    assert.deepEqual(
      (await all(follow(log, { after: 1 }))).map(({ number }) => number),
      [2, 3],
    );
    assert.deepEqual(await all(follow(log, { after: 3 })), []);
    assert.throws(() => follow(log, { after: -1 }), RangeError);
    assert.throws(() => follow(log, { after: 0.5 }), RangeError);
  });

  test('goes on past the end of an attempt after which the job was resumed', async () => {
    const log = new Growing();
    for (const state of ['running', 'interrupted', 'queued', 'running'] as const) log.add(state);
    const following = all(follow(log));
    await settle();
    log.add('succeeded');
    assert.deepEqual(states(await following), [
      'queued',
      'running',
      'interrupted',
      'queued',
      'running',
      'succeeded',
    ]);
  });

  test('asks for nothing before it is asked, and for nothing twice', async () => {
    const log = new Growing();
    log.add('running');
    const reader = follow(log);
    await settle();
    assert.equal(log.asked, 0);
    assert.equal(log.listeners.size, 0);
    await reader.next();
    await reader.next();
    assert.equal(log.asked, 1);
  });

  test('gives those who ask twice at once two entries, in order', async () => {
    const log = new Growing();
    const reader = follow(log);
    const both = Promise.all([reader.next(), reader.next(), reader.next()]);
    await settle();
    log.add('succeeded');
    const got = await both;
    assert.deepEqual(
      got.map(({ value }) => value?.number),
      [1, 2, undefined],
    );
  });

  test('ends at once when its signal is aborted while it waits, and leaves no listener', async () => {
    const log = new Growing();
    const { controller, signal, counted } = countedSignal();
    const reader = follow(log, { signal });
    await reader.next();
    const waiting = reader.next();
    await settle();
    assert.equal(log.listeners.size, 1);
    assert.equal(counted.listeners, 1);
    controller.abort();
    assert.deepEqual(await waiting, { done: true, value: undefined });
    assert.equal(log.listeners.size, 0);
    assert.equal(counted.listeners, 0);
    log.add('running');
    assert.equal((await reader.next()).done, true);
  });

  test('ends at once when it is left while it waits', async () => {
    const log = new Growing();
    const { signal, counted } = countedSignal();
    const reader = follow(log, { after: 1, signal });
    const waiting = [reader.next(), reader.next()];
    await settle();
    assert.equal((await reader.return!()).done, true);
    for (const each of waiting) assert.equal((await each).done, true);
    assert.equal(log.listeners.size, 0);
    assert.equal(counted.listeners, 0);
  });

  test('gives nothing to a signal that was aborted before', async () => {
    assert.deepEqual(await all(follow(new Growing(), { signal: AbortSignal.abort() })), []);
  });

  test('tells its reader that the log cannot be read, then ends', async () => {
    const log = new Growing();
    log.from = () => Promise.reject(new Error('gone'));
    const reader = follow(log);
    await assert.rejects(reader.next(), /gone/);
    assert.equal((await reader.next()).done, true);
  });
});
