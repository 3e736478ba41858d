import { ConflictError, describePlace, InputError, NotFoundError, type Place } from '../errors.ts';

/** An error as plain data, so that it can come from where a task ran to who wanted it. */
export interface TaskFailure {
  /** Its class. */
  name: string;
  message: string;
  stack: string | undefined;
  /** Where in the inputs, for an InputError. */
  place?: Place;
  /** Its other properties of plain data: a path, what the system calls it. */
  details: Record<string, string | number>;
  cause?: TaskFailure;
}

/** An error as plain data, with its causes. */
export function describeFailure(error: unknown): TaskFailure {
  if (!(error instanceof Error)) {
    return { name: 'Error', message: String(error), stack: undefined, details: {} };
  }
  const { name, message, stack, cause } = error;
  const plain = Object.entries(error).filter(([, value]) => ['string', 'number'].includes(typeof value));
  return {
    name,
    message,
    stack,
    details: Object.fromEntries(plain) as Record<string, string | number>,
    ...(error instanceof InputError && { place: error.place }),
    ...(cause instanceof Error && { cause: describeFailure(cause) }),
  };
}

/** The error as it was, as far as callers tell errors apart. */
export function reviveFailure(failure: TaskFailure): Error {
  const { message, stack, details } = failure;
  const error = create(failure);
  for (const [name, value] of Object.entries({ ...details, message })) {
    Object.defineProperty(error, name, {
      value,
      enumerable: name !== 'message',
      writable: true,
      configurable: true,
    });
  }
  if (stack !== undefined) error.stack = stack;
  return error;
}

function create({ name, message, place, details, cause }: TaskFailure): Error {
  const options = cause && { cause: reviveFailure(cause) };
  const path = String(details['path']);
  switch (name) {
    case 'InputError':
      if (place === undefined) return new Error(message, options);
      return new InputError(message.replace(` (${describePlace(place)})`, ''), place, options);
    case 'ConflictError':
      return new ConflictError(path, options);
    case 'NotFoundError':
      return new NotFoundError(path, options);
    case 'RangeError':
      return new RangeError(message, options);
    case 'TypeError':
      return new TypeError(message, options);
    default:
      return new Error(message, options);
  }
}
