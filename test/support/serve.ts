import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after } from 'node:test';
import { type CommandOptions, type Ended, startCommand } from './command.ts';

const started: AbortController[] = [];
after(() => started.forEach((controller) => controller.abort()));

/** A server in a process of its own. */
export interface Server {
  url: string;
  pid: number;
  /** What it has said of itself when it was ready. */
  welcome: string;
  stop: (signal?: NodeJS.Signals) => Promise<Ended>;
  get: (path: string, init?: RequestInit) => Promise<Response>;
  /** The answer to an operation, errors and all. */
  graphql: (query: string, variables?: Record<string, unknown>) => Promise<unknown>;
  /** Lines of its log so far. */
  log: () => Record<string, unknown>[];
}

/** Serves a data folder in a process of its own, on a port that is free; it is killed after the tests of a file. */
export async function serve(
  data: string,
  args: string[] = [],
  options: CommandOptions = {},
): Promise<Server> {
  const { child, ended } = startCommand('serve', ['--data', data, '--port', '0', ...args], options);
  const controller = new AbortController();
  started.push(controller);
  controller.signal.addEventListener('abort', () => child.kill('SIGKILL'));
  let [welcome, log] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (welcome += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  while (!welcome.includes('/docs')) {
    const closed = ended.then(({ stderr }) => assert.fail(`the server has ended: ${stderr}`));
    await Promise.race([once(child.stdout, 'data'), closed]);
  }
  const url = /http:\/\/\S+/.exec(welcome)?.[0] as string;
  const get = (path: string, init?: RequestInit): Promise<Response> => fetch(`${url}${path}`, init);
  return {
    url,
    pid: child.pid as number,
    welcome,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
    get,
    async graphql(query, variables = {}) {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ query, variables });
      return (await get('/graphql', { method: 'POST', headers, body })).json();
    },
    log: () =>
      log
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
