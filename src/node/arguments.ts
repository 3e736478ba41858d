import { parseArgs, type ParseArgsConfig } from 'node:util';
import { parseTimestamp } from '../core/time/timestamp.ts';
import { openZone } from '../core/time/zone.ts';
import { UsageError } from './command.ts';

/** Parses a command line; what does not fit is a UsageError. */
export function parseCommand<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(explain(error, args), { cause: error });
  }
}

/** The same for a command that takes files beside its options. */
export function parseCommandWithFiles<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      strict: true,
      allowPositionals: true,
    });
    return { values, files: positionals };
  } catch (error) {
    throw new UsageError(explain(error, args), { cause: error });
  }
}

/** What is wrong with a command line, in words of ours where Node's are hard to understand. */
function explain(error: unknown, args: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, option = ''] = /^Option '(--[^' ]+).*' argument (?:is ambiguous|missing)/.exec(message) ?? [];
  if (option === '') return message;
  const value = args.find((arg, i) => args[i - 1] === option && /^-./.test(arg));
  if (value === undefined) return `Cannot use ${option} as it must have a value: there is none`;
  if (value.startsWith('--')) return `Cannot use ${option} as it must have a value: ${value} follows`;
  return `Cannot use ${option} as a value that begins with a dash must follow an =: write ${option}=${value}`;
}

/** A whole number within bounds. */
export function wholeNumber(text: string, option: string, least: number, most = 1_000_000_000): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw new UsageError(
      `Cannot use ${option} as it must be a whole number from ${least} to ${most}: ${JSON.stringify(text)}`,
    );
  }
  return value;
}

/** A share between 0 and 1. */
export function share(text: string, option: string): number {
  const value = /^(?:\d+(?:\.\d*)?|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= 1)) {
    throw new UsageError(`Cannot use ${option} as it must be a number from 0 to 1: ${JSON.stringify(text)}`);
  }
  return value;
}

/** A time zone under the name the engine has for it. */
export function zoneName(name: string): string {
  try {
    return openZone(name).name;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** A moment in microseconds since 1970-01-01T00:00Z: a day, or a time, in the zone unless it says its own. */
export function moment(text: string, option: string, zone: string): number {
  const parsed = parseTimestamp(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text);
  if (parsed === null) {
    throw new UsageError(
      `Cannot use ${option} as it must be a time such as 2025-11-24T23:59:59Z: ${JSON.stringify(text)}`,
    );
  }
  return parsed.offset === null
    ? openZone(zone).toUtc(parsed.local)
    : parsed.local - parsed.offset * 60_000_000;
}
