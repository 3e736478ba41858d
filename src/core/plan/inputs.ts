import type { Input } from '../sources/input.ts';
import type { Hasher } from './hashing.ts';
import type { InputRecord } from './options.ts';

/** Reads all inputs once for their hashes, which name the run. */
export async function hashInputs(
  inputs: readonly Input[],
  createHasher: () => Hasher,
  signal: AbortSignal | undefined,
  onBytes: (done: number, total: number) => void,
): Promise<InputRecord[]> {
  const total = inputs.reduce((sum, { size }) => sum + size, 0);
  const records: InputRecord[] = [];
  let done = 0;
  for (const input of inputs) {
    const hasher = createHasher();
    let bytes = 0;
    for await (const chunk of input.stream(signal)) {
      signal?.throwIfAborted();
      hasher.update(chunk);
      bytes += chunk.length;
      onBytes((done += chunk.length), total);
    }
    records.push({ name: input.name, bytes, sha256: hasher.digest() });
  }
  return records;
}
