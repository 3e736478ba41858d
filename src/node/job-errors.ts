import { sep } from 'node:path';

/** An error as clients may see it: paths begin at the data folder. What it was is its cause, for the log. */
export function withoutFolder(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || folder.length < 2 || !error.message.includes(folder)) return error;
  const message = error.message.replaceAll(folder + sep, '').replaceAll(folder, 'the data folder');
  return Object.assign(new Error(message, { cause: error }), { name: error.name });
}
