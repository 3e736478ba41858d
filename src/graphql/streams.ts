import { complexityFromQuery } from '@pothos/plugin-complexity';
import { type DocumentNode, Kind, type OperationDefinitionNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { costError } from './builder.ts';
import { refusal } from './errors.ts';

const EVENT_STREAM = 'text/event-stream';

/** Whether a request asks for a stream of events by name. */
export function wantsStream(request: Request): boolean {
  return (request.headers.get('accept') ?? '').toLowerCase().includes(EVENT_STREAM);
}

/**
 * Looks after subscriptions: refuses, before anything is followed, those whose answer nobody could read, and those that cost too
 * much; ends their streams when the client goes, also those that nobody reads; tells how many are open.
 */
export function streamPlugin(
  onSubscription: (open: number) => void,
): Plugin<object, { client: AbortSignal }> {
  let open = 0;
  return {
    onSubscribe(subscribing) {
      const { args } = subscribing;
      const { request } = args.contextValue as { request: Request };
      const accept = request.headers.get('accept') ?? '*/*';
      if (!/text\/event-stream|(?:\*|text)\/\*/i.test(accept)) {
        const message = `Cannot answer a subscription as accept must be ${EVENT_STREAM}: ${accept.slice(0, 100)}`;
        subscribing.setResultAndStopExecution({ errors: [refusal(406, 'BAD_USER_INPUT', message)] });
        return;
      }
      const error = costError(costOf(args));
      if (error !== undefined) subscribing.setResultAndStopExecution({ errors: [error] });
    },
    onResponse(responding) {
      const { response, serverContext } = responding;
      const { body, status, headers } = response;
      if (body === null || headers.get('content-type')?.startsWith(EVENT_STREAM) !== true) return;
      onSubscription(++open);
      const ended = (): void => onSubscription(--open);
      // What Yoga says of its encoding is no encoding, and hops are not for it to talk about.
      const own = new Headers(headers);
      own.delete('content-encoding');
      own.delete('connection');
      own.set('cache-control', 'no-store');
      responding.setResponse(
        new Response(untilGone(body, serverContext.client, ended), { status, headers: own }),
      );
    },
  };
}

interface Subscribing {
  schema: Parameters<typeof complexityFromQuery>[1]['schema'];
  document: DocumentNode;
  operationName?: string | null | undefined;
  variableValues?: Record<string, unknown> | null | undefined;
}

/** What an entry costs: the builder would only look when it resolves one. */
function costOf({ schema, document, operationName, variableValues }: Subscribing): {
  complexity: number;
  depth: number;
  breadth: number;
} {
  const isOther = (operation: OperationDefinitionNode): boolean =>
    operationName != null && operation.name?.value !== operationName;
  const definitions = document.definitions.filter(
    (definition) => definition.kind !== Kind.OPERATION_DEFINITION || !isOther(definition),
  );
  try {
    return complexityFromQuery({ ...document, definitions }, { schema, variables: variableValues ?? {} });
  } catch {
    // Wrong variables: execution says so itself, and better.
    return { complexity: 0, depth: 0, breadth: 0 };
  }
}

/**
 * The same bytes, read when they are asked for, until the client goes: then the source is cancelled, whether or not anyone
 * reads. A server that waits for a paused socket to drain would never get to cancel it.
 */
function untilGone(
  body: ReadableStream<Uint8Array>,
  client: AbortSignal,
  onEnd: () => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let isOpen = true;
  let leave: () => void;

  function end(): boolean {
    if (!isOpen) return false;
    isOpen = false;
    client.removeEventListener('abort', leave);
    onEnd();
    return true;
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        leave = () => {
          if (!end()) return;
          controller.close();
          void reader.cancel().catch(() => {});
        };
        if (client.aborted) leave();
        else client.addEventListener('abort', leave);
      },
      async pull(controller) {
        try {
          const found = await readEvent(reader);
          if (!isOpen) return;
          if (!found.done) controller.enqueue(found.value);
          else if (end()) controller.close();
        } catch (error) {
          if (end()) controller.error(error);
        }
      },
      async cancel(reason) {
        if (end()) await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

const LINE_FEED = 10;

/** Reads on until an event is whole: it comes line by line, and each part is sent by itself. */
async function readEvent(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<{ done: true } | { done: false; value: Uint8Array }> {
  const parts: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { done };
    parts.push(value);
    if (value.at(-1) !== LINE_FEED || value.at(-2) !== LINE_FEED) continue;
    return { done, value: joined(parts) };
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
