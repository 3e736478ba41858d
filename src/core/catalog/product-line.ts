/** One way in which a model is sold: its text, what it adds to the cost in percent, and its English text where it differs. */
export type Choice = readonly [text: string, extra: number, english?: string];

/** Models that are sold in the same ways. */
export interface ProductLine {
  readonly noun: string;
  readonly english: string;
  /** Grams, whole tens. */
  readonly weight: readonly [low: number, high: number];
  readonly models: readonly (readonly [brand: string, model: string, costInThousands: number])[];
  /** A product takes one choice of each. */
  readonly choices: readonly (readonly Choice[])[];
}

export const BLACK_OR_WHITE: readonly Choice[] = [
  ['đen', 0, 'Black'],
  ['trắng', 0, 'White'],
];
