import { gzip } from '../sinks/gzip.ts';
import type { TruthLine } from '../truth.ts';
import { type GenerateRequest, writeHashed } from './generate-request.ts';

/** A file of truth that is written while the events are. */
export function truthFile(request: GenerateRequest) {
  const encoder = new TextEncoder();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const done = writeHashed(request, request.paths.truth, gzip(readable.values()));
  // Asked for in the end, or when the events fail; until then its failure shows in what is written to it. A storage may fail
  // without a look at the bytes, and nobody would take them any more.
  done.catch((error: unknown) => writer.abort(error)).catch(() => {});
  return {
    done,
    write: (lines: readonly TruthLine[]) =>
      writer.write(encoder.encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))),
    close: async () => {
      await writer.close();
      await done;
    },
    /** @throws the error of the file itself, where that is why the events have failed */
    abandon: async (error: unknown) => {
      await writer.abort(error).catch(() => {});
      await done;
    },
  };
}
