import { createProducts } from './products.ts';
import { createRandom, type Random, scrambledHex } from './random.ts';
import { type Cart, playVisit, type Step } from './visit.ts';

/** What the stream is made of; the same options give the same lines. */
export interface EventsOptions {
  /** Lines in all, duplicates and conflicts included. */
  count: number;
  /** @default 1 */
  seed?: number;
  /** First day, in the shop's zone. @default '2025-08-25' */
  start?: string;
  /** @default 90 */
  days?: number;
  /** Share of events that come again, unchanged, within the hour. @default 0.01 */
  duplicates?: number;
  /** Share of events whose id comes again with another payload. @default 0 */
  conflicts?: number;
  /** Minutes the shop's zone is ahead of UTC. @default 0 */
  zoneOffset?: number;
  /** Whether every event belongs to one endless session. @default false */
  oneSession?: boolean;
}

interface Session {
  id: string;
  customer: string;
  context: string;
  tail: string;
  cart: Cart;
}

interface Entry {
  /** Milliseconds since the first day began; where the line stands in the stream. */
  at: number;
  line: string;
}

// A session lasts at most 47 steps of 70 s and a copy follows within the hour, so nothing is planned further ahead.
const ringMinutes = 128;
const hourWeights = [3, 2, 1, 1, 1, 2, 4, 7, 10, 12, 13, 14, 15, 12, 11, 11, 12, 13, 15, 18, 20, 19, 13, 7];
const dayWeights = [12, 9, 9, 10, 10, 11, 13];
const agents = [
  [
    'website',
    'desktop',
    'Chrome',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/139.0.0.0',
  ],
  ['website', 'desktop', 'Firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0'],
  [
    'website',
    'desktop',
    'Safari',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.6 Safari/605.1.15',
  ],
  ['mobile_web', 'mobile', 'Safari', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Mobile/15E148'],
  ['mobile_web', 'tablet', 'Chrome', 'Mozilla/5.0 (Linux; Android 15; SM-X910) Chrome/139.0.0.0'],
  ['mobile_app', 'mobile', 'Chrome', 'TechStore/4.2 (Android 15; Pixel 9)'],
] as const;
const referrers = ['"https://google.com"', '"https://facebook.com"', '"https://techstore.vn/"', 'null'];
const utmSources = ['"google"', '"facebook"', '"email"', 'null'];
const utmMediums = ['"cpc"', '"social"', '"organic"', 'null'];
const utmCampaigns = ['"summer_sale"', '"back_to_school"', 'null', 'null'];

/** Believable cart events as JSON lines, in the order they arrive. Memory: about two hours of the stream. */
export function* events(options: EventsOptions): Generator<string, void, undefined> {
  const { count, seed = 1, days = 90, duplicates = 0.01, conflicts = 0, zoneOffset = 0 } = options;
  const start = Date.parse(`${options.start ?? '2025-08-25'}T00:00:00Z`);
  const random = createRandom(seed);
  const products = createProducts(createRandom(7));
  const only = options.oneSession === true ? startSession(0, seed, random) : null;
  const ring: Entry[][] = Array.from({ length: ringMinutes }, () => []);
  const wanted = planMinutes(start, days, count);
  const progress = { planned: 0 };
  let sessions = 0;
  let ids = 0;

  function plan(at: number, line: string): void {
    if (progress.planned === count) return;
    progress.planned++;
    (ring[Math.floor(at / 60_000) % ringMinutes] as Entry[]).push({ at, line });
  }

  function planVisit(minute: number): void {
    const session = only ?? startSession(sessions, seed, random);
    sessions++;
    let at = minute * 60_000 + random.int(0, 59_999);
    for (const step of playVisit(products, session.cart, random)) {
      const id = `evt_${scrambledHex(ids++, seed)}${random.hex(4)}`;
      const line = writeEvent(id, step, session, start + at, random.int(0, 999), zoneOffset);
      plan(at, line);
      if (random.chance(duplicates)) plan(at + random.int(1, 3_600_000), line);
      if (random.chance(conflicts)) {
        plan(at + random.int(1, 3_600_000), line.replace('"page_url":"https://', '"page_url":"https://m.'));
      }
      at += random.int(2_000, 70_000);
    }
  }

  for (let minute = 0; minute < wanted.length + ringMinutes; minute++) {
    const target = wanted[minute] ?? count;
    while (progress.planned < target) planVisit(Math.min(minute, wanted.length - 1));
    const slot = minute % ringMinutes;
    const due = ring[slot] as Entry[];
    if (due.length === 0) continue;
    ring[slot] = [];
    due.sort((a, b) => a.at - b.at);
    for (const entry of due) yield entry.line;
  }
}

/** How many lines are to be planned by the end of each minute; the last hour stays free for what was begun. */
function planMinutes(start: number, days: number, count: number): Float64Array {
  const planned = new Float64Array(days * 1440 - ringMinutes);
  let sum = 0;
  for (let minute = 0; minute < planned.length; minute++) {
    const time = new Date(start + minute * 60_000);
    sum += (hourWeights[time.getUTCHours()] ?? 0) * (dayWeights[time.getUTCDay()] ?? 0);
    planned[minute] = sum;
  }
  return planned.map((value) => Math.round((value / sum) * count));
}

function startSession(index: number, seed: number, random: Random): Session {
  const guest = random.chance(0.3);
  const [source, device, browser, agent] = random.pick(agents);
  const ip = `${random.int(1, 223)}.${random.int(0, 255)}.${random.int(0, 255)}.${random.int(1, 254)}`;
  return {
    id: `sess_${scrambledHex(index, seed + 0x5e55)}${random.hex(8)}`,
    customer: guest
      ? '"customer_id":null,"is_guest":true'
      : `"customer_id":${1 + Math.floor(2_000_000 * random.next() ** 3)},"is_guest":false`,
    context: `"source":"${source}","device":"${device}","browser":"${browser}","ip_address":"${ip}","user_agent":"${agent}"`,
    tail:
      `"referrer":${random.pick(referrers)},"utm_source":${random.pick(utmSources)},` +
      `"utm_medium":${random.pick(utmMediums)},"utm_campaign":${random.pick(utmCampaigns)}`,
    cart: new Map(),
  };
}

function writeEvent(
  id: string,
  step: Step,
  session: Session,
  local: number,
  micros: number,
  offset: number,
): string {
  const time = `"timestamp":"${writeTime(local, micros)}","timestamp_unix":${local - offset * 60_000}`;
  const identity = `"event_id":"${id}","event_type":"${step.type}",${time},"session_id":"${session.id}"`;
  const page = `"page_url":"https://techstore.vn${step.page}"`;
  return `{${identity},${session.customer},${step.json}${session.context},${page},${session.tail}}`;
}

let minuteWritten = -1;
let minuteText = '';

function writeTime(local: number, micros: number): string {
  const minute = Math.floor(local / 60_000);
  if (minute !== minuteWritten) {
    minuteWritten = minute;
    minuteText = new Date(minute * 60_000).toISOString().slice(0, 17);
  }
  const rest = (local - minute * 60_000) * 1000 + micros;
  const seconds = Math.floor(rest / 1e6);
  const text = `${minuteText}${seconds < 10 ? '0' : ''}${seconds}`;
  const fraction = rest - seconds * 1e6;
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(6, '0')}`;
}
