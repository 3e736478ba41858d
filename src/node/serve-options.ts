import { isOrigin } from '../app/origin.ts';
import { parseCommand, wholeNumber, zoneName } from './arguments.ts';
import { UsageError } from './command.ts';

export const SERVE_HELP = `Usage: npm start -- [options]

Answers questions about the events of a data folder: GraphQL under /graphql, REST under /cart, both explained under /.
The folder may be filled while it is served: \`npx tsx src/jobs/import.ts FILE --data DIR\`.

  --data DIR         the data folder (default: data); one server at a time has it
  --host ADDRESS     where to listen (default: 127.0.0.1); any but 127.0.0.1, ::1 and localhost needs a token
  --port N           0 for any that is free (default: 4000)
  --time-zone ZONE   the shop's zone (default: that of the table, UTC without one)
  --cache MB         memory for columns that were read (default: 512)
  --cors ORIGIN      lets pages of this origin ask, like https://shop.example; may be repeated (default: only our own pages)
  --compat           lets GET /cart/generate/events generate, for old clients; otherwise only POST does
  --help, --version

CARTOGRAPH_TOKEN   when set, requests must carry it: Authorization: Bearer <token>; /health, /health/ready and the pages that
                   explain the service (/, /docs, /openapi.json, GraphiQL) need not
NODE_ENV           production hides the schema and GraphiQL, and answers GraphQL by POST only

Says on standard output where it listens, and writes its log to standard error, a JSON object a line.
Exit codes: 0 stopped; 1 failed; 64 wrong usage. Ctrl-C stops, once what is under way is answered.
`;

/** Hosts that nobody else reaches. */
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** What the serve command was asked to do. */
export interface ServeArguments {
  data: string;
  host: string;
  port: number;
  /** Whether nobody else reaches `host`. */
  isLocal: boolean;
  timeZone: string | undefined;
  cacheBytes: number;
  token: string | undefined;
  /** Origins whose pages may ask from a browser. */
  cors: string[];
  /** Whether GET /cart/generate/events generates. */
  compat: boolean;
  production: boolean;
}

/** Reads the arguments of the serve command, and its variables. @throws {UsageError} */
export function parseServeArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ServeArguments | 'help' | 'version' {
  const values = parseCommand(args, {
    data: { type: 'string', default: 'data' },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '4000' },
    'time-zone': { type: 'string' },
    cache: { type: 'string', default: '512' },
    cors: { type: 'string', multiple: true, default: [] },
    compat: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    version: { type: 'boolean', default: false },
  });
  if (values.help) return 'help';
  if (values.version) return 'version';
  const { data, host } = values;
  for (const [name, value] of Object.entries({ data, host })) {
    if (value === '') throw new UsageError(`Cannot use --${name} as it must be given: it is empty`);
  }
  const token = tokenOf(env['CARTOGRAPH_TOKEN']);
  const isLocal = LOOPBACK.has(host);
  if (!isLocal && token === undefined) {
    throw new UsageError(
      `Cannot listen on ${host} as others could read the events: set CARTOGRAPH_TOKEN to a secret that they need`,
    );
  }
  return {
    data,
    host,
    port: wholeNumber(values.port, '--port', 0, 65_535),
    isLocal,
    timeZone: values['time-zone'] === undefined ? undefined : zoneName(values['time-zone']),
    cacheBytes: wholeNumber(values.cache, '--cache', 1, 1_000_000) * 1_000_000,
    token,
    cors: values.cors.map(origin),
    compat: values.compat,
    production: env['NODE_ENV'] === 'production',
  };
}

/** A secret that a header can carry; undefined where none is set. @throws {UsageError} */
function tokenOf(text = ''): string | undefined {
  const token = text.trim();
  if (/^[\x21-\x7e]*$/.test(token)) return token || undefined;
  // The secret itself is nobody's to read.
  throw new UsageError(
    'Cannot use CARTOGRAPH_TOKEN as it must be letters, digits and signs of ASCII that a header can carry: there is a space or another character in it',
  );
}

function origin(text: string): string {
  if (isOrigin(text)) return text;
  const meant = URL.parse(text)?.origin ?? '';
  const hint = isOrigin(meant) ? `, here ${meant}` : '';
  throw new UsageError(
    `Cannot use --cors as it must be an origin such as https://shop.example${hint}: ${JSON.stringify(text)}`,
  );
}
