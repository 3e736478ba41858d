import { GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql';
import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { type ErrorCode, type Failure, nameFaults, refusal } from './errors.ts';
import { wantsStream } from './streams.ts';

/** HTTP statuses of answers without data; what went over a limit has its status always. */
const STATUSES: Record<ErrorCode, number> = {
  BAD_USER_INPUT: 400,
  LIMIT_EXCEEDED: 400,
  NOT_FOUND: 404,
  VERSION_GONE: 410,
  CLIENT_GONE: 499,
  INTERNAL_SERVER_ERROR: 500,
  DEADLINE_EXCEEDED: 503,
  UNAVAILABLE: 503,
};

/** Gives an answer the status of its errors. */
export function statusPlugin(): Plugin {
  return {
    onExecutionResult(answer) {
      const { request, result } = answer;
      if (result === undefined || Array.isArray(result) || !('errors' in result)) return;
      const status = statusOf(result);
      if (status === undefined) return;
      // Clients of streams take any other status for a fault of the network, and do not read what is wrong.
      if (status < 500 && wantsStream(request) && !isOverLimit(result)) return;
      const extensions = { ...result.extensions, http: { status } };
      answer.setResult({ ...result, extensions });
    },
  };
}

function statusOf({ data, errors = [] }: ExecutionResult): number | undefined {
  if (data == null) for (const error of errors) markRequestError(error);
  if (isOverLimit({ errors })) return STATUSES.LIMIT_EXCEEDED;
  const codes = errors.map((error) => error.extensions['code'] as ErrorCode);
  const nothing = data == null || Object.values(data).every((value) => value === null);
  const statuses = codes.map((code) => STATUSES[code] ?? 0);
  return nothing ? Math.max(0, ...statuses) || undefined : undefined;
}

function isOverLimit({ errors = [] }: ExecutionResult): boolean {
  return errors.some(({ extensions }) => extensions['code'] === 'LIMIT_EXCEEDED');
}

/** What GraphQL itself refused before it resolved anything has the status that its specification asks for. */
function markRequestError({ extensions, path }: GraphQLError): void {
  if (path !== undefined || extensions['code'] !== undefined || extensions['http'] !== undefined) return;
  Object.assign(extensions, { code: 'BAD_REQUEST', http: { spec: true, status: 400 } });
}

/** Gives masked errors the id of their request, also those that come later in a stream. */
export function faultPlugin(log: (failure: Failure) => void): Plugin<object, { id: string }> {
  return {
    onResultProcess(processing) {
      const { result, serverContext } = processing;
      const name = ({ errors }: ExecutionResult): void => nameFaults(errors ?? [], serverContext.id, log);
      if (Symbol.asyncIterator in result) processing.setResult(watched(result, name));
      else for (const one of [result].flat()) name(one);
    },
  };
}

/** The same stream, of which every part is shown before it goes on. */
function watched<T>(source: AsyncIterable<T>, show: (part: T) => void): AsyncIterableIterator<T> {
  const parts = source[Symbol.asyncIterator]();
  return {
    async next() {
      const part = await parts.next();
      if (part.done !== true) show(part.value);
      return part;
    },
    async return() {
      await parts.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** Refuses what is no request of GraphQL: other methods, in production GET, too; bodies that are not JSON. */
export function requestPlugin(production: boolean): Plugin {
  const methods = production ? ['POST'] : ['GET', 'POST'];
  return {
    onRequestParse({ request, url }) {
      const { method } = request;
      if (!methods.includes(method)) {
        const Allow = methods.join(', ');
        throw refusal(405, 'BAD_USER_INPUT', `Cannot answer ${method} as the method must be ${Allow}`, {
          Allow,
        });
      }
      const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
      if (method === 'POST' && type !== 'application/json') {
        const message = `Cannot read the request as its content-type must be application/json: ${type}`;
        throw refusal(415, 'BAD_USER_INPUT', message);
      }
      if (method === 'GET') {
        checkJson(url.searchParams, 'variables');
        checkJson(url.searchParams, 'extensions');
      }
    },
  };
}

function checkJson(parameters: URLSearchParams, name: string): void {
  try {
    JSON.parse(parameters.get(name) || '{}');
  } catch {
    throw refusal(400, 'BAD_USER_INPUT', `Cannot read the request as ${name} must be JSON`);
  }
}

/** Hides the schema: no introspection, and no suggestions in errors. */
export function hidingPlugin(): Plugin {
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(NoSchemaIntrospectionCustomRule);
    },
    onExecutionResult(answer) {
      const { result } = answer;
      if (result === undefined || Array.isArray(result) || !('errors' in result)) return;
      if (result.errors === undefined) return;
      answer.setResult({ ...result, errors: result.errors.map(withoutSuggestion) });
    },
  };
}

function withoutSuggestion(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ ?Did you mean [\s\S]*\?$/, '');
  if (message === error.message) return error;
  const { nodes = null, path, extensions } = error;
  return new GraphQLError(message, { nodes, ...(path !== undefined && { path }), extensions });
}
