import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { UnavailableError } from '../../src/core/errors.ts';
import { plainQuestions } from '../../src/core/questions/plain.ts';
import type { RestOptions } from '../../src/rest/rest.ts';
import { quietJobs } from '../support/jobs.ts';
import { generation, type Scripted, scriptedJobs } from './scripted-jobs.ts';
import { NOW, open, read, zone } from './shop.ts';

const GENERATE = '/cart/generate/events';
const STATUS = '/cart/generate/status';
const empty = { questions: plainQuestions([], { zone }) };

/** Status and body of an answer to POST. */
async function post(path: string, options: Partial<RestOptions>, init: RequestInit = {}) {
  const response = await open(options).ask(path, { method: 'POST', ...init });
  return [response.status, await response.json()];
}

function streamed(body: ReadableStream): RequestInit {
  return { body, duplex: 'half' } as RequestInit;
}

function envelope(status: string, msg: string, data: unknown, count: number | null = null) {
  return [200, { status, msg, data, count, total: null }];
}

describe('POST /cart/generate/events', () => {
  for (const [query, wish, said, data] of [
    ['', { count: 10_000 }, 'Generating 10,000 events (approximately 1 seconds)', ['append', '1 seconds']],
    [
      '?count=100',
      { count: 100 },
      'Generating 100 events (approximately 1 seconds)',
      ['append', '1 seconds'],
    ],
    [
      '?count=10000000&method=replace&seed=9007199254740991&profile=burst',
      { count: 10_000_000, method: 'replace', seed: Number.MAX_SAFE_INTEGER, profile: 'burst' },
      'Generating 10,000,000 events (approximately 6.7 minutes)',
      ['replace', '6.7 minutes'],
    ],
    [
      '?count=1000001&method=new&seed=0&profile=',
      { count: 1_000_001, method: 'new', seed: 0 },
      'Generating 1,000,001 events (approximately 41 seconds)',
      ['append', '41 seconds'],
    ],
    ['?method=&seed=', { count: 10_000 }, 'Generating 10,000 events', ['append', '1 seconds']],
  ] as const) {
    test(`starts with ${query || 'defaults'}`, async () => {
      const { jobs, wishes } = scriptedJobs([]);
      const [status, body] = await post(GENERATE + query, { jobs });
      assert.deepEqual(wishes, [wish]);
      assert.equal(status, 200);
      const { msg, ...rest } = body as { msg: string };
      assert.ok(msg.startsWith(`Event generation started. ${said}`), msg);
      assert.ok(msg.endsWith('). Check /cart/generate/status for progress.'), msg);
      const [mode, duration] = data;
      assert.deepEqual(rest, {
        status: 'success',
        data: {
          target_events: wish.count,
          mode,
          estimated_duration: `approximately ${duration}`,
          status_endpoint: '/cart/generate/status',
          statistics_endpoint: '/cart/statistics',
          job_id: 'job_1',
        },
        count: null,
        total: null,
      });
    });
  }

  test('warns where there are events and nothing was said of them', async () => {
    const { jobs } = scriptedJobs([], { outcome: 'data_exists', events: 10_000 });
    assert.deepEqual(
      await post(GENERATE, { jobs }),
      envelope(
        'warning',
        "Events already exist (10,000 events). Use 'method=new' to append or 'method=replace' to replace.",
        {
          existing_events: 10_000,
          action_required: "Add '?method=new' to append, or '?method=replace' to replace existing data",
        },
        10_000,
      ),
    );
  });

  test('warns while another one is under way', async () => {
    const job = generation({ fraction: 0.452, etaSeconds: 108, generated: 4520 });
    const { jobs } = scriptedJobs([job], { outcome: 'already_running', job });
    assert.deepEqual(
      await post(GENERATE, { jobs }),
      envelope(
        'warning',
        'Event generation already in progress. Please wait for completion (ETA: 1.8 minutes)',
        {
          progress: '45.2%',
          events_generated: 4520,
          target_events: 10_000,
          elapsed_time_minutes: 1.5,
          estimated_completion: '1.8 minutes',
        },
      ),
    );
  });

  test('answers 422 to what a wish must not have', async () => {
    for (const [query, field, value] of [
      ['?seed=42', 'seed', '42'],
      ['', 'seed', null],
      ['', 'method', null],
      ['?method=new', 'method', 'new'],
    ] as const) {
      const message = 'Cannot generate as the seed must be new: 42';
      const { jobs } = scriptedJobs([], { outcome: 'invalid', field, message });
      assert.deepEqual(await post(GENERATE + query, { jobs }), [
        422,
        {
          status: 'error',
          msg: message,
          data: { errors: [{ parameter: field, message, value }] },
          count: null,
          total: null,
        },
      ]);
    }
  });

  for (const [query, message] of [
    ['count=99', 'Cannot use count as it must be a whole number from 100 to 10000000: "99"'],
    ['count=10000001', 'Cannot use count as it must be a whole number from 100 to 10000000: "10000001"'],
    ['count=1e4', 'Cannot use count as it must be a whole number from 100 to 10000000: "1e4"'],
    ['count=', 'Cannot use count as it must be a whole number from 100 to 10000000: ""'],
    ['method=append', 'Cannot use method as it must be new or replace: "append"'],
    ['method=NEW', 'Cannot use method as it must be new or replace: "NEW"'],
    ['method=new&method=replace', 'Cannot use method as it must be given once: ["new","replace"]'],
    ['seed=-1', 'Cannot use seed as it must be a whole number from 0 to 9007199254740991: "-1"'],
    [
      'seed=9007199254740992',
      'Cannot use seed as it must be a whole number from 0 to 9007199254740991: "9007199254740992"',
    ],
    ['cuont=5000', 'Cannot use cuont as it must be one of count, method, seed, profile'],
    ['count=500&Method=new&Method=', 'Cannot use Method as it must be one of count, method, seed, profile'],
    ['__proto__=1', 'Cannot use __proto__ as it must be one of count, method, seed, profile'],
    [
      'profile=constructor',
      'Cannot use profile as it must be one of realistic, uniform, skewed, burst: "constructor"',
    ],
  ] as const) {
    test(`answers 422 to ${query}, and starts nothing`, async () => {
      const { jobs, wishes } = scriptedJobs([]);
      const [status, body] = await post(`${GENERATE}?${query}`, { jobs });
      const { msg, data } = body as { msg: string; data: { errors: { message: string }[] } };
      assert.deepEqual([status, msg, data.errors.map((error) => error.message)], [422, message, [message]]);
      assert.deepEqual(wishes, []);
    });
  }

  test('takes no body, and says where parameters belong', async () => {
    const empties = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array());
        controller.enqueue(new Uint8Array());
        controller.close();
      },
    });
    const message = 'Cannot use a body as parameters belong into the query, as in ?count=10000';
    const pieces = (...texts: string[]): RequestInit => streamed(new Blob(texts).stream());
    for (const init of [
      { body: '{"count":500}' },
      { body: '{}x' },
      { body: '[]' },
      { body: '{' },
      { body: `{${' '.repeat(1024)}}` },
      pieces('', ' '),
      pieces('{', '}', '{}'),
    ]) {
      const { jobs, wishes } = scriptedJobs([]);
      const errors = [{ parameter: 'body', message, value: null }];
      assert.deepEqual(await post(GENERATE, { jobs }, init), [
        422,
        { status: 'error', msg: message, data: { errors }, count: null, total: null },
      ]);
      assert.deepEqual(wishes, []);
    }
    for (const init of [
      {},
      { body: '' },
      { body: '{}' },
      pieces(' {', '\n', '}\r\n'),
      pieces(),
      streamed(empties),
    ]) {
      const { jobs, wishes } = scriptedJobs([]);
      assert.equal((await post(GENERATE, { jobs }, init))[0], 200);
      assert.equal(wishes.length, 1);
    }
  });

  test('does not wait longer than a request may for a body that never comes', async () => {
    let cancelled = 0;
    const body = new ReadableStream({ cancel: () => void cancelled++ });
    const { jobs, wishes } = scriptedJobs([]);
    const [status] = await post(GENERATE, { jobs, deadline: 1 }, streamed(body));
    assert.deepEqual([status, cancelled, wishes], [503, 1, []]);
  });

  test('does not wait longer than a request may for a start that never ends', async () => {
    const jobs = { ...quietJobs, startGeneration: () => new Promise<never>(() => {}) };
    assert.deepEqual(await post(GENERATE, { jobs, deadline: 1 }), [
      503,
      {
        status: 'error',
        msg: 'Cannot answer within 0.001 s: /cart/generate/status says whether it was started',
        data: null,
        count: null,
        total: null,
      },
    ]);
  });

  test('answers 503 to what cannot be started now, and says why', async () => {
    const message = 'Cannot start a job as the data folder must be writable: no space left on device';
    const jobs = { ...quietJobs, startGeneration: () => Promise.reject(new UnavailableError(message)) };
    assert.deepEqual(await post(GENERATE, { jobs }), [
      503,
      { status: 'error', msg: message, data: null, count: null, total: null },
    ]);
  });

  test('is not to be kept', async () => {
    const { ask } = open(scriptedJobs([]));
    const { headers } = await ask(GENERATE, { method: 'POST' });
    assert.deepEqual([headers.get('cache-control'), headers.get('etag')], ['no-store', null]);
  });
});

describe('GET /cart/generate/events', () => {
  const METHODS = ['GET', 'HEAD', 'PUT', 'DELETE'];

  test('starts nothing, and says what does', async () => {
    const { jobs, wishes } = scriptedJobs([]);
    for (const path of [GENERATE, `${GENERATE}/`, '/cart/generate/%65vents?count=500']) {
      for (const method of METHODS) {
        const response = await open({ jobs }).ask(path, { method });
        assert.deepEqual([response.status, response.headers.get('allow')], [405, 'POST, OPTIONS'], method);
      }
    }
    assert.deepEqual(wishes, []);
  });

  test('starts where the server was told so, but no other method does', async () => {
    const { jobs, wishes } = scriptedJobs([]);
    const options = { jobs, compat: true };
    const [status, body] = await read(`${GENERATE}?count=500&method=new`, options);
    assert.deepEqual([status, (body as { status: string }).status], [200, 'success']);
    assert.equal((await post(GENERATE, options))[0], 200);
    assert.deepEqual(wishes, [{ count: 500, method: 'new' }, { count: 10_000 }]);
    for (const method of METHODS.slice(1)) {
      const response = await open(options).ask(GENERATE, { method });
      assert.deepEqual([response.status, response.headers.get('allow')], [405, 'GET, POST, OPTIONS'], method);
    }
    assert.equal((await read(`${GENERATE}?count=1`, options))[0], 422);
    assert.equal(wishes.length, 2);
  });
});

describe('GET /cart/generate/status', () => {
  test('is idle where there has been no generation', async () => {
    assert.deepEqual(
      await read(STATUS, empty),
      envelope('success', 'No active generation. Ready to start new generation.', {
        generation_status: 'idle',
        is_generating: false,
        instructions: 'Call POST /cart/generate/events?count=10000 to start generation',
      }),
    );
  });

  test('says how far a generation is', async () => {
    const script: Scripted = { fraction: 0.452, etaSeconds: 42, rate: 50_214.456, generated: 4520 };
    assert.deepEqual(
      await read(STATUS, scriptedJobs([generation(script)])),
      envelope('success', 'Event generation in progress: 45.2% complete', {
        generation_status: 'in_progress',
        is_generating: true,
        progress_percentage: 45.2,
        events_generated: 4520,
        target_events: 10_000,
        remaining_events: 5480,
        elapsed_time_seconds: 90,
        elapsed_time_minutes: 1.5,
        estimated_completion_time: '2025-03-10T20:30:42',
        estimated_time_remaining: '42 seconds',
        events_per_second: 50_214.46,
        message: 'Generation in progress. Estimated completion in 42 seconds.',
      }),
    );
  });

  test('says what it can while nothing can be said of the end, and of one that waits', async () => {
    for (const [state, message] of [
      ['running', 'Generation in progress.'],
      ['queued', 'Generation waits until it can run.'],
    ] as const) {
      const [, body] = await read(STATUS, scriptedJobs([generation({ state })]));
      const { msg, data } = body as { msg: string; data: Record<string, unknown> };
      assert.equal(msg, 'Event generation in progress: 0.0% complete');
      const { estimated_completion_time: end, estimated_time_remaining: rest, elapsed_time_seconds } = data;
      assert.deepEqual([end, rest, data['events_per_second']], [null, 'calculating...', 0]);
      assert.deepEqual([data['message'], elapsed_time_seconds], [message, state === 'running' ? 90 : 0]);
    }
  });

  test('reckons what is left from the moment of the last entry of the log', async () => {
    const at = NOW.getTime() * 1000;
    const remaining = async (script: Scripted, seconds: number): Promise<unknown> => {
      const now = (): Date => new Date(NOW.getTime() + seconds * 1000);
      const [, body] = await read(STATUS, { ...scriptedJobs([generation({ at, ...script })]), now });
      return (body as { data: Record<string, unknown> }).data['estimated_time_remaining'];
    };
    assert.equal(await remaining({ etaSeconds: 100 }, 0), '1.7 minutes');
    assert.equal(await remaining({ etaSeconds: 100 }, 40), '60 seconds');
    assert.equal(await remaining({ etaSeconds: 100 }, 500), '0 seconds');
    assert.equal(await remaining({ etaSeconds: 100 }, -500), '10.0 minutes');
  });

  test('rounds down how far it is, so that 100 % is the end', async () => {
    for (const [fraction, text] of [
      [0.99999, '99.9%'],
      [0.583, '58.3%'],
      [0.29, '29.0%'],
      [0.5789, '57.8%'],
      [1, '100.0%'],
    ] as const) {
      const [, body] = await read(STATUS, scriptedJobs([generation({ fraction })]));
      const { msg, data } = body as { msg: string; data: Record<string, unknown> };
      assert.equal(msg, `Event generation in progress: ${text} complete`);
      assert.equal(data['progress_percentage'], Number.parseFloat(text));
    }
  });

  const ENDED = { total_events: 9, last_target: 10_000, is_generating: false };

  test('says that the last one succeeded', async () => {
    assert.deepEqual(
      await read(STATUS, scriptedJobs([generation({ state: 'succeeded' })])),
      envelope('success', 'No active generation. Last generation completed successfully.', {
        generation_status: 'completed',
        ...ENDED,
      }),
    );
  });

  const resume =
    'Resume it with GraphQL, mutation resumeJob(id: "job_1"), or call POST /cart/generate/events to start anew';
  for (const [state, error, said, instructions] of [
    ['failed', 'the disk is full', 'failed: the disk is full', resume],
    ['interrupted', 'the server was stopped', 'was interrupted: the server was stopped', resume],
    ['interrupted', null, 'was interrupted', resume],
    ['cancelled', null, 'was cancelled', 'Call POST /cart/generate/events to start another'],
  ] as const) {
    test(`says that the last one ${said}, and how to go on`, async () => {
      assert.deepEqual(
        await read(STATUS, scriptedJobs([generation({ state, error })])),
        envelope('success', `No active generation. Last generation ${said}`, {
          generation_status: state,
          ...ENDED,
          job_id: 'job_1',
          instructions,
        }),
      );
    });
  }

  test('is of the one that runs, be it older, else of the one that ended last', async () => {
    const [newer, older] = [
      generation({ id: 'b', state: 'failed', error: 'no', at: 1 }),
      generation({ id: 'a', count: 500 }),
    ];
    const of = async (jobs: Parameters<typeof scriptedJobs>[0]): Promise<unknown> => {
      const [, body] = await read(STATUS, scriptedJobs(jobs));
      const { generation_status, target_events, last_target } = (body as { data: Record<string, unknown> })
        .data;
      return [generation_status, target_events ?? last_target];
    };
    assert.deepEqual(await of([newer, older]), ['in_progress', 500]);
    const resumed = { ...older, latest: { ...older.latest, state: 'succeeded' as const } };
    assert.deepEqual(await of([newer, resumed]), ['completed', 500]);
  });
});

describe('GET /cart/statistics while events are generated', () => {
  const script: Scripted = { fraction: 0.452, etaSeconds: 42, generated: 4520 };
  const progress = {
    generation_status: 'in_progress',
    progress: '45.2%',
    events_generated: 4520,
    target_events: 10_000,
    elapsed_time_minutes: 1.5,
    estimated_completion: '42 seconds',
  };
  const msg =
    'Event generation in progress. Statistics of its events will be available after completion. Please try again in approximately 42 seconds.';

  test('are those of the events before', async () => {
    const [, plain] = await read('/cart/statistics');
    const { data } = plain as { data: object };
    const message = 'These are the statistics of the events before this generation.';
    assert.deepEqual(
      await read('/cart/statistics', scriptedJobs([generation(script)])),
      envelope('warning', msg, { ...data, ...progress, message }),
    );
    for (const state of ['succeeded', 'failed', 'cancelled', 'interrupted'] as const) {
      const ended = scriptedJobs([generation({ state })]);
      assert.deepEqual(await read('/cart/statistics', ended), [200, plain], state);
    }
  });

  test('are zeros before any event is there', async () => {
    const jobs = scriptedJobs([generation({ ...script, state: 'queued', etaSeconds: null })]);
    assert.deepEqual(
      await read('/cart/statistics', { ...empty, ...jobs }),
      envelope(
        'warning',
        'Event generation in progress. Statistics of its events will be available after completion.',
        {
          total_events: 0,
          by_event_type: {},
          by_source: {},
          by_device: {},
          unique_customers: 0,
          unique_sessions: 0,
          add_remove_ratio: 0,
          top_products_added: [],
          ...progress,
          elapsed_time_minutes: 0,
          estimated_completion: 'calculating...',
          message: 'There are no events yet.',
        },
      ),
    );
  });

  test('have no tag, and are not held by those who have one', async () => {
    const etag = (await open().ask('/cart/statistics')).headers.get('etag') as string;
    const { ask } = open(scriptedJobs([generation(script)]));
    for (const held of [etag, '*']) {
      const response = await ask('/cart/statistics', { headers: { 'if-none-match': held } });
      assert.deepEqual(
        [response.status, response.headers.get('etag'), response.headers.get('cache-control')],
        [200, null, 'no-store'],
      );
    }
  });
});
