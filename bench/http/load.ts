import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import { report } from '../report.ts';
import { bodyOf, HEADERS } from './graphql.ts';

// Asks one operation over and over, a number of connections at once, each of them one request after another.
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: '' },
    query: { type: 'string', default: '' },
    connections: { type: 'string', default: '32' },
    /** Seconds that are measured, and before. */
    seconds: { type: 'string', default: '5' },
    'warm-up': { type: 'string', default: '2' },
  },
});
const connections = Number(values.connections);
const body = bodyOf(values.query);
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const begin = performance.now() + Number(values['warm-up']) * 1000;
const end = begin + Number(values.seconds) * 1000;
const times: number[] = [];

await Promise.all(Array.from({ length: connections }, askUntilEnd));
agent.destroy();
times.sort((a, b) => a - b);
const p99 = times[Math.ceil(times.length * 0.99) - 1] ?? NaN;
const seconds = Number(values.seconds) / times.length;
report({ seconds, more: { 'requests/s': 1 / seconds, 'p99 ms': p99 } });

async function askUntilEnd(): Promise<void> {
  for (;;) {
    const started = performance.now();
    if (started >= end) return;
    await ask();
    const now = performance.now();
    if (now >= begin && now < end) times.push(now - started);
  }
}

function ask(): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const headers = { ...HEADERS, 'content-length': Buffer.byteLength(body) };
  const asking = request(`${values.url}/graphql`, { agent, method: 'POST', headers }, (response) => {
    response.resume();
    response.once('error', reject);
    response.once('end', () => {
      if (response.statusCode === 200) resolve();
      else reject(new Error(`Cannot measure ${values.url}: it answered ${response.statusCode}`));
    });
  });
  asking.once('error', reject);
  asking.end(body);
  return promise;
}
