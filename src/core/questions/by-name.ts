import type { Asking, Questions } from './questions.ts';

/** Every method of Questions: the compiler asks for each of them. */
const METHODS: Record<keyof Questions, true> = {
  events: true,
  eventsById: true,
  sessions: true,
  sessionsById: true,
  customersById: true,
  productsById: true,
  orders: true,
  statistics: true,
  topProducts: true,
  abandonedCarts: true,
  cartStates: true,
  funnel: true,
  journeys: true,
  timeline: true,
  version: true,
  versions: true,
};

/** Questions that are all answered by one function, which is given the name of the method and its arguments. */
export function mapQuestions(ask: (method: keyof Questions, args: unknown[]) => Promise<unknown>): Questions {
  const methods = Object.keys(METHODS) as (keyof Questions)[];
  return Object.fromEntries(
    methods.map((method) => [method, async (...args: unknown[]) => ask(method, args)]),
  ) as unknown as Questions;
}

/** Asks a question by its name. */
export async function call(
  questions: Questions,
  method: keyof Questions,
  args: readonly unknown[],
): Promise<unknown> {
  return (questions[method] as (...args: readonly unknown[]) => Promise<unknown>)(...args);
}

/** The signal of a question, and its arguments without it: plain data. */
export function takeSignal(args: readonly unknown[]): { signal: AbortSignal | undefined; args: unknown[] } {
  let signal: AbortSignal | undefined;
  const plain = args.map((arg) => {
    if (typeof arg !== 'object' || arg === null || !('signal' in arg)) return arg;
    const { signal: own, ...rest } = arg as Asking;
    signal = own;
    return rest;
  });
  return { signal, args: plain };
}

/** The arguments with a signal in the last of them that is an object; unchanged where there is none. */
export function withSignal(args: readonly unknown[], signal: AbortSignal): unknown[] {
  const last = args.findLastIndex((arg) => typeof arg === 'object' && arg !== null && !Array.isArray(arg));
  return last === -1 ? [...args] : args.with(last, { ...(args[last] as object), signal });
}
