import { type GenerateOptions, settle } from '../sources/shopper/options.ts';
import { RULES_VERSION } from '../stages/refusal.ts';
import { recordOptions } from './generate-record.ts';
import type { GenerationNote, ImportMode } from './import-record.ts';
import { nameOf } from './options.ts';

/** What of a generation decides about its bytes. */
export interface Generation {
  /** Chaos has no place in the table. */
  options: Omit<GenerateOptions, 'chaos'>;
  /** Whether the events join those of the table or take their place. */
  mode: ImportMode;
  /** Version of the table when the generation was asked for; -1 where there was none. */
  base: number;
}

/**
 * Names a generation, as an import: same options, same mode, asked for the same version of the table, same rules, same name.
 *
 * @throws {RangeError} when an option is out of its bounds
 */
export function generationName(generation: Generation): Promise<string> {
  return nameOf({ rules: RULES_VERSION, generation: noteOf(generation) });
}

/** What records say of a generation. */
export function noteOf({ options, mode, base }: Generation): GenerationNote {
  return { options: recordOptions(settle({ ...options, chaos: {} })), mode, base };
}
