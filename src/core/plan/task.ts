import type { Storage } from '../storage/storage.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Runs a task unless its manifest says that it has been run: a task may be asked for twice, anywhere, in any order. The
 * manifest is written last, so that what it speaks of is there; where that may get lost on its own, `isThere` looks.
 */
export async function once<Result>(
  temp: Storage,
  id: string,
  run: () => Promise<Result>,
  isThere?: (result: Result) => Promise<boolean>,
): Promise<Result> {
  const done = await readManifest<Result>(temp, id);
  if (done !== undefined) {
    if (isThere === undefined || (await isThere(done))) return done;
    await temp.remove(`${id}.json`);
  }
  const result = await run();
  // Whoever runs it twice writes the same.
  await temp.write(`${id}.json`, encoder.encode(JSON.stringify(result ?? null)), { durable: false });
  return result;
}

/** The result of a task that has been run; undefined for one that has not, or of which a power cut left nothing to read. */
export async function readManifest<Result>(temp: Storage, id: string): Promise<Result | undefined> {
  if ((await temp.stat(`${id}.json`)) === undefined) return undefined;
  const text = decoder.decode(await temp.read(`${id}.json`));
  try {
    return JSON.parse(text) as Result;
  } catch {
    return undefined;
  }
}
