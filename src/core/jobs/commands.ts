import { UnavailableError } from '../errors.ts';
import { TICK } from './lease.ts';
import type { JobsLogEntry } from './run-job.ts';
import { serially } from './serially.ts';
import type { Timers } from './timers.ts';

export interface CommandsOptions {
  timers: Timers;
  /** Says why nothing can be written where that is so; null where an error has another reason. */
  explain: (error: unknown) => string | null;
  log: (entry: JobsLogEntry) => void;
}

/** Commands, one at a time, in the order in which they were given. */
export interface Commands {
  /** Does a command in its turn; `what` says in errors what it was to do. @throws {UnavailableError} */
  run<T>(what: string, work: () => Promise<T>): Promise<T>;
  /** Waits for what only looks at files, and not for ever: they may lie where nobody answers. @throws {UnavailableError} */
  look<T>(work: Promise<T>): Promise<T>;
  /** For commands, before they change something. @throws {UnavailableError} where nobody waits for them any more */
  check(): void;
  /** Refuses commands from now on, and settles when those that were begun have ended; one that hangs is waited for some seconds. */
  close(): Promise<void>;
}

/** Ticks that files have to answer. */
const PATIENCE = 5;

/** Opens the queue of commands. */
export function openCommands({ timers, explain, log }: CommandsOptions): Commands {
  const inTurn = serially();
  let state: 'open' | 'closing' | 'closed' = 'open';

  function refuse(): never {
    throw new UnavailableError('Cannot start a job as the server must be up: it is stopping');
  }

  async function look<T>(work: Promise<T>): Promise<T> {
    const late = Promise.withResolvers<never>();
    let ticks = 0;
    const stop = timers.every(TICK, () => {
      ticks++;
      if (ticks < PATIENCE) return;
      const wanted = `the data folder must answer within ${(PATIENCE * TICK) / 1000} s: it does not`;
      late.reject(new UnavailableError(`Cannot start a job as ${wanted}`));
    });
    try {
      return await Promise.race([work, late.promise]);
    } finally {
      stop();
    }
  }

  return {
    async run(what, work) {
      if (state !== 'open') refuse();
      return inTurn(async () => {
        if (state !== 'open') refuse();
        try {
          return await work();
        } catch (error) {
          const reason = explain(error);
          if (reason === null) throw error;
          log({ level: 'error', message: 'a command could not be carried out', error });
          const message = `Cannot ${what} as the data folder must be writable: ${reason}`;
          throw new UnavailableError(message, { cause: error });
        }
      });
    },
    look,
    check() {
      if (state === 'closed') refuse();
    },
    async close() {
      state = 'closing';
      await look(inTurn(async () => {})).catch((error: unknown) =>
        log({ level: 'warn', message: 'a command did not end', error }),
      );
      state = 'closed';
    },
  };
}
