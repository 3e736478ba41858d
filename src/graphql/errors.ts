import { GraphQLError } from 'graphql';

/** What went wrong, for programs: `extensions.code` of an error. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'LIMIT_EXCEEDED'
  | 'NOT_FOUND'
  | 'VERSION_GONE'
  | 'DEADLINE_EXCEEDED'
  | 'UNAVAILABLE'
  | 'CLIENT_GONE'
  | 'INTERNAL_SERVER_ERROR';

/** An unexpected error, for the log: clients see nothing of it but the id. */
export type Failure = { level: 'error'; message: string; request: string; error: unknown };

/** An error that clients may see as it is. */
export function codedError(code: ErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** An error that ends a request before it is an operation, with an HTTP status. */
export function refusal(
  status: number,
  code: ErrorCode,
  message: string,
  headers: Record<string, string> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status, headers } } });
}

/** Refuses an argument: `Cannot use first as it must be a whole number from 0 to 1000: 5000`. */
export function badInput(argument: string, wanted: string, actual: unknown): GraphQLError {
  const text = typeof actual === 'string' ? JSON.stringify(actual.slice(0, 100)) : String(actual);
  return codedError('BAD_USER_INPUT', `Cannot use ${argument} as it must be ${wanted}: ${text}`);
}

/** Errors that were masked, until the id is known under which the log has them. */
const faults = new WeakMap<GraphQLError, unknown>();

/**
 * Makes of any error one that clients may see: those meant for them stay, what `Questions` documents gets a code, and all others
 * are masked until `nameFaults` says under which id the log has them.
 */
export function maskError(error: unknown): Error {
  const cause = causeOf(error);
  if (cause === null) return error as Error;
  const [code, message] = describe(cause);
  const masked = located(error, code, message);
  if (code === 'INTERNAL_SERVER_ERROR') faults.set(masked, cause);
  return masked;
}

/** Gives masked errors the id of their request, and the log what they hide. */
export function nameFaults(
  errors: readonly GraphQLError[],
  request: string,
  log: (failure: Failure) => void,
): void {
  for (const error of errors) {
    if (!faults.has(error)) continue;
    log({ level: 'error', message: 'a GraphQL request failed', request, error: faults.get(error) });
    faults.delete(error);
    error.message = `Unexpected error, see ${request}`;
    error.extensions['id'] = request;
  }
}

/** What lies below the errors of GraphQL; null where one of them is all there is. */
function causeOf(error: unknown): unknown {
  if (!(error instanceof GraphQLError)) return error;
  return error.originalError == null ? null : causeOf(error.originalError);
}

function describe(cause: unknown): [code: ErrorCode, message: string] {
  if (!(cause instanceof Error)) return ['INTERNAL_SERVER_ERROR', ''];
  if (cause.name === 'VersionGoneError') return ['VERSION_GONE', cause.message];
  if (cause.name === 'UnavailableError') return ['UNAVAILABLE', cause.message];
  if (cause.name === 'AbortError') return ['CLIENT_GONE', 'The client has gone'];
  // Only errors of ours begin so: an engine's own RangeError, of a full stack for one, is a fault.
  if (cause.name === 'RangeError' && cause.message.startsWith('Cannot '))
    return ['BAD_USER_INPUT', cause.message];
  return ['INTERNAL_SERVER_ERROR', ''];
}

function located(error: unknown, code: ErrorCode, message: string): GraphQLError {
  const extensions = { code };
  if (!(error instanceof GraphQLError)) return new GraphQLError(message, { extensions });
  const { nodes = null, path } = error;
  return new GraphQLError(message, { nodes, ...(path !== undefined && { path }), extensions });
}
