import type { Gunzip } from '../sources/gunzip.ts';
import type { Input } from '../sources/input.ts';
import type { Storage } from '../storage/storage.ts';
import type { Executor } from './executor.ts';
import type { Hasher } from './hashing.ts';
import type { Resources } from './options.ts';
import type { TaskStores } from './task-context.ts';

/** How far a run is in one of its steps. */
export interface Progress<Step = string> {
  step: Step;
  done: number;
  total: number;
  /** Events read so far. */
  events: number;
}

/** A folder for one run alone. */
export interface TempFolder {
  storage: Storage;
  /** Removes everything in it. */
  clear: () => Promise<void>;
}

/** What every run over raw inputs is given. */
export interface Run<Step> {
  inputs: readonly Input[];
  /** Opens the folder for the spills of a run. */
  openTemp: (run: string) => TempFolder;
  resources: Resources;
  /**
   * Opens what runs the tasks of a run; results do not depend on it. It is closed with the run.
   *
   * @default one at a time, where the run is
   */
  openExecutor?: (run: string, stores: TaskStores) => Executor;
  /** Version of Cartograph, for the record of the run. */
  version: string;
  now: () => Date;
  createHasher: () => Hasher;
  gunzip?: Gunzip;
  /** Bytes of a piece of input; results do not depend on it. */
  pieceBytes?: number;
  onProgress?: (progress: Progress<Step>) => void;
  signal?: AbortSignal;
}

/** Tells how far a step is; the number of events is remembered from the last time it was said. */
export function watchProgress<Step>(onProgress: ((progress: Progress<Step>) => void) | undefined) {
  let events = 0;
  return (step: Step, done: number, total: number, read = events): void => {
    events = read;
    onProgress?.({ step, done, total, events });
  };
}
