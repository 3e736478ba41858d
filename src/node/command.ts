import { getSystemErrorMessage, inspect } from 'node:util';

/** What commands answer the shell with. */
export const EXIT = {
  done: 0,
  failed: 1,
  /** Done, but something is amiss with the data. */
  amiss: 2,
  usage: 64,
  interrupted: 130,
  terminated: 143,
} as const;

/** Milliseconds within which signals are one. */
const TOGETHER = 500;

/** Wrong arguments: the command says what is wrong and where help is. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/**
 * Runs a command until it is done, is interrupted or fails, and leaves its exit code. The first Ctrl-C or SIGTERM aborts the
 * signal and lets the command close what is open; a second one ends the process at once.
 */
export async function runCommand(
  name: string,
  main: (signal: AbortSignal) => Promise<number>,
  interrupted = 'Interrupted',
): Promise<void> {
  const controller = new AbortController();
  let code: number | undefined;
  let told = 0;
  const stop = (exit: number) => () => {
    // What starts the process passes a signal on that the terminal sends as well: together they are one.
    if (code !== undefined && performance.now() - told > TOGETHER) process.exit(code);
    if (code !== undefined) return;
    told = performance.now();
    code = exit;
    controller.abort();
  };
  process.on('SIGINT', stop(EXIT.interrupted));
  process.on('SIGTERM', stop(EXIT.terminated));
  // A reader that left (`| head`) is no failure of ours: what it does not want to see is done all the same.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      process.stderr.write(
        `${name}: Cannot write to standard output: ${getSystemErrorMessage(error.errno ?? 0)}\n`,
      );
      process.exit(EXIT.failed);
    });
  }
  try {
    process.exitCode = await main(controller.signal);
  } catch (error) {
    process.exitCode = code ?? (error instanceof UsageError ? EXIT.usage : EXIT.failed);
    process.stderr.write(`${code === undefined ? describe(name, error) : `${name}: ${interrupted}`}\n`);
  }
  // Handles that a failed run left open must not keep the process.
  setTimeout(() => process.exit(), 2000).unref();
}

function describe(name: string, error: unknown): string {
  if (!(error instanceof Error)) return `${name}: ${inspect(error)}`;
  const help = error instanceof UsageError ? `\nSee \`npx tsx src/jobs/${name}.ts --help\`` : '';
  // A mistake of ours needs its stack to be mended; everything foreseen speaks for itself.
  const text = error instanceof TypeError && error.stack !== undefined ? error.stack : messageOf(error);
  return `${name}: ${text}${help}`;
}

/** What an error says, and its cause where that one is ours. */
export function messageOf({ message, cause }: Error): string {
  // What the system said is in the message already, in words.
  const told = cause instanceof Error && !('syscall' in cause) ? cause.message : '';
  return told === '' || message.includes(told) ? message : `${message}: ${told}`;
}
