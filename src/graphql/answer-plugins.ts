import { GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql';
import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { codedError, type ErrorCode } from './errors.ts';

/** HTTP statuses of answers without data; what went over a limit has its status always. */
const STATUSES: Record<ErrorCode, number> = {
  BAD_USER_INPUT: 400,
  LIMIT_EXCEEDED: 400,
  VERSION_GONE: 410,
  CLIENT_GONE: 499,
  INTERNAL_SERVER_ERROR: 500,
  DEADLINE_EXCEEDED: 503,
};

/** Gives an answer the status of its errors. */
export function statusPlugin(): Plugin {
  return {
    onExecutionResult(answer) {
      const { result } = answer;
      if (result === undefined || Array.isArray(result) || !('errors' in result)) return;
      const status = statusOf(result);
      if (status === undefined) return;
      const extensions = { ...result.extensions, http: { status } };
      answer.setResult({ ...result, extensions });
    },
  };
}

function statusOf({ data, errors = [] }: ExecutionResult): number | undefined {
  const codes = errors.map((error) => error.extensions['code'] as ErrorCode);
  if (codes.includes('LIMIT_EXCEEDED')) return STATUSES.LIMIT_EXCEEDED;
  const nothing = data == null || Object.values(data).every((value) => value === null);
  const statuses = codes.map((code) => STATUSES[code] ?? 0);
  return nothing ? Math.max(0, ...statuses) || undefined : undefined;
}

/** Refuses bodies that are not JSON, and in production everything but POST. */
export function requestPlugin(production: boolean): Plugin {
  return {
    onRequestParse({ request }) {
      if (production && request.method === 'GET') {
        throw refusal(405, 'Cannot answer by GET as this server takes POST only', { Allow: 'POST' });
      }
      const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
      if (request.method === 'POST' && type !== 'application/json') {
        throw refusal(415, `Cannot read the request as its content-type must be application/json: ${type}`);
      }
    },
  };
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

function refusal(status: number, message: string, headers: Record<string, string> = {}): GraphQLError {
  const error = codedError('BAD_USER_INPUT', message);
  Object.assign(error.extensions, { http: { status, headers } });
  return error;
}
