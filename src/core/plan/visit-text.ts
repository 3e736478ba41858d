import { EVENT_TYPES } from '../event-types.ts';
import type { TextBuffer } from '../sinks/text-buffer.ts';
import { TimeText } from '../sinks/time-text.ts';
import type { Channel, Client } from '../sources/shopper/channels.ts';
import type { Ids } from '../sources/shopper/ids.ts';
import type { Shop } from '../sources/shopper/shop.ts';
import type { Visit } from '../sources/shopper/visits.ts';
import { memo } from './memo.ts';
import { StepText } from './step-text.ts';
import { TextSlab } from './text-slab.ts';

/** What the events of a visit have in common: before what is their own, around the page, and at the end. */
interface VisitParts {
  before: Uint8Array;
  after: Uint8Array;
  end: Uint8Array;
}

const encoder = new TextEncoder();
const START = encoder.encode('{"event_id":"evt_');
/** What stands from the end of the id to the start of the time. */
const TYPES = Object.fromEntries(
  EVENT_TYPES.map((type) => [type, encoder.encode(`","event_type":"${type}","timestamp":"`)]),
) as Record<(typeof EVENT_TYPES)[number], Uint8Array>;
const UNIX = encoder.encode('","timestamp_unix":');

/**
 * Writes the steps of visits as events of the wire, to the byte as JSON.stringify writes those of `wireWriter`, but without making
 * them: what the events of a visit have in common is made once, and kept with it. Memory: the texts of 8,192 pages.
 */
export class VisitText {
  readonly #ids: Ids;
  readonly #time: TimeText;
  readonly #steps = new StepText();
  readonly #clientOf = memo(clientText);
  readonly #endOf = memo((channel: Channel) => encoder.encode(`,${JSON.stringify(channel).slice(1)}`));
  readonly #slab = new TextSlab();
  readonly #pageOf = memo((url: string) => encoder.encode(JSON.stringify(url)));

  constructor({ scenario, eventIds }: Shop) {
    this.#ids = eventIds;
    this.#time = new TimeText(scenario.zone);
  }

  /** Appends the event of a step. */
  write(visit: Visit, index: number, out: TextBuffer): void {
    const step = visit.steps[index]!;
    const { before, after, end } = (visit.kept ??= this.#makeParts(visit)) as VisitParts;
    const id = this.#ids.words(visit.number + index);
    out.raw(START);
    out.hex(id[0]!, 8);
    out.hex(id[1]!, 8);
    out.hex(id[2]!, 4);
    out.raw(TYPES[step.type]);
    this.#time.write(step.at, out);
    out.raw(UNIX);
    out.whole(Math.floor(step.at / 1000));
    out.raw(before);
    this.#steps.write(step, out);
    out.raw(after);
    out.raw(this.#pageOf(step.url));
    out.raw(end);
  }

  #makeParts({ sessionId, visitor }: Visit): VisitParts {
    const { customer, ip, client, channel } = visitor;
    const [start, end] = this.#clientOf(client);
    const who = `"customer_id":${customer},"is_guest":${customer === null}`;
    return {
      before: this.#slab.encode(`,"session_id":"${sessionId}",${who},`),
      after: this.#slab.encode(`${start}${ip}${end}`),
      end: this.#endOf(channel),
    };
  }
}

/** What stands before and after the address. */
function clientText({ source, device, browser, user_agent }: Client): [start: string, end: string] {
  const start = JSON.stringify({ source, device, browser }).slice(1, -1);
  return [`${start},"ip_address":"`, `","user_agent":${JSON.stringify(user_agent)},"page_url":`];
}
