import type { Draws } from '../random/draws.ts';
import type { ProductLine } from './product-line.ts';

/** A model in one of the ways in which it is sold. */
export interface Variant {
  readonly brand: string;
  readonly model: string;
  readonly name: string;
  readonly english: string;
  /** VND. */
  readonly cost: number;
  /** Grams. */
  readonly weight: readonly [low: number, high: number];
}

/** `count` different variants in a drawn order: every model once, then those that are left once more, and so on. */
export function drawVariants(lines: readonly ProductLine[], count: number, draws: Draws): Variant[] {
  let models = lines.flatMap((line) => line.models.map((model) => shuffle(variantsOf(line, model), draws)));
  models = shuffle(models, draws);
  const drawn: Variant[] = [];
  for (let round = 0; drawn.length < count; round++) {
    models = models.filter((variants) => round < variants.length);
    if (models.length === 0) {
      throw new RangeError(
        `Cannot draw variants as there must be enough of them: ${drawn.length} of ${count}`,
      );
    }
    for (const variants of models.slice(0, count - drawn.length)) drawn.push(variants[round]!);
  }
  return drawn;
}

/** Puts the values into a drawn order, in place (Fisher and Yates). */
export function shuffle<T>(values: T[], draws: Draws): T[] {
  for (let end = values.length - 1; end > 0; end--) {
    const other = draws.below(end + 1);
    const value = values[end]!;
    values[end] = values[other]!;
    values[other] = value;
  }
  return values;
}

function variantsOf(line: ProductLine, [brand, model, thousands]: ProductLine['models'][number]): Variant[] {
  let drafts = [
    { name: `${line.noun} ${brand} ${model}`, english: `${brand} ${model} ${line.english}`, percent: 100 },
  ];
  for (const choices of line.choices) {
    drafts = drafts.flatMap(({ name, english, percent }) =>
      choices.map(([text, extra, translated = text]) => ({
        name: `${name} ${text}`,
        english: `${english} ${translated}`,
        percent: percent + extra,
      })),
    );
  }
  return drafts.map(({ name, english, percent }) => ({
    brand,
    model,
    name,
    english,
    cost: thousands * percent * 10,
    weight: line.weight,
  }));
}
