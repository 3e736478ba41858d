/** What every route answers with. */
export interface Envelope<Data> {
  status: 'success' | 'warning' | 'error';
  /** For people. */
  msg: string;
  data: Data;
  /** Rows in `data`; null where there are none to count. */
  count: number | null;
  /** Rows that meet the question, whether in `data` or not; null where there are none to count. */
  total: number | null;
}

/** What the answers to wrong parameters say of each of them. */
export interface ParameterError {
  parameter: string;
  message: string;
  /** As it was given; a list where it was given more than once, null where it was not. */
  value: string | readonly string[] | null;
}

const encoder = new TextEncoder();

/** An envelope for an answer that is found, with counts where rows are counted. */
export function success<Data>(
  msg: string,
  data: Data,
  { count = null, total = null }: { count?: number | null; total?: number | null } = {},
): Envelope<Data> {
  return { status: 'success', msg, data, count, total };
}

/** An envelope for what went wrong. */
export function failure<Data = null>(msg: string, data: Data): Envelope<Data> {
  return { status: 'error', msg, data, count: null, total: null };
}

/** An envelope for what was not done, or is not as it will be, with counts where rows are counted. */
export function warning<Data>(msg: string, data: Data, count: number | null = null): Envelope<Data> {
  return { status: 'warning', msg, data, count, total: null };
}

/** The envelope before any event is there, as the old clients know it. */
export function noData(): Envelope<[]> {
  return { ...failure('No events data. Generate via /cart/generate/events', []), count: 0 };
}

/** A response with a value as JSON, and its length. */
export function jsonResponse(
  value: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: Readonly<Record<string, string>> } = {},
): Response {
  const body = encoder.encode(JSON.stringify(value));
  return new Response(body, {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(body.length),
      ...headers,
    },
  });
}

/** The response to parameters that are not as they have to be. */
export function wrongParameters(errors: readonly ParameterError[]): Response {
  const msg = errors.map(({ message }) => message).join('; ');
  return jsonResponse(failure(msg, { errors }), { status: 422 });
}
