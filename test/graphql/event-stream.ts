import assert from 'node:assert/strict';
import { post } from './asking.ts';

/** What an event of a stream says. */
export interface StreamEvent {
  event: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- the shape is the operation's
  data: any;
}

export const FOLLOW = `subscription Follow($id: ID!, $after: String) {
  jobProgress(id: $id, after: $after) { cursor state done }
}`;

/** A request to follow a job. */
export function follow(
  id: string,
  more: { after?: string; query?: string; signal?: AbortSignal } = {},
): Request {
  const { after, query = FOLLOW, signal } = more;
  const request = post({ query, variables: { id, after } }, { accept: 'text/event-stream' });
  return signal === undefined ? request : new Request(request, { signal });
}

/** Reads the events of a stream as they come; pings are left out. */
export async function* eventsOf(response: Response): AsyncGenerator<StreamEvent> {
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
  assert.ok(response.body);
  let text = '';
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const event = parse(text.slice(0, end));
      text = text.slice(end + 2);
      if (event !== null) yield event;
    }
  }
  assert.equal(text, '');
}

/** All events of a stream that ends. */
export async function allOf(response: Response): Promise<StreamEvent[]> {
  return Array.fromAsync(eventsOf(response));
}

function parse(block: string): StreamEvent | null {
  if (block === ':') return null;
  const found = /^event: (\w+)\ndata:(.*)$/.exec(block);
  assert.ok(found, JSON.stringify(block));
  return { event: found[1] as string, data: found[2] === '' ? null : JSON.parse(found[2] as string) };
}
