/** Steps of a journey that an event row shows. */
export const SHOWN_STEPS = 1000;

const COMMA = 0x2c;
const encoder = new TextEncoder();
const MORE = encoder.encode(',...');

/** Types joined with `,`; a journey of more than `limit` steps is cut there and ends in `,...`. */
export function journeyText(
  types: readonly string[],
  steps: Uint32Array,
  limit = Number.POSITIVE_INFINITY,
): string {
  const shown = Math.min(steps.length, limit);
  let text = shown === 0 ? '' : (types[steps[0] as number] as string);
  for (let i = 1; i < shown; i++) text += `,${types[steps[i] as number] as string}`;
  return steps.length > shown ? `${text},...` : text;
}

/** Writes journeys as UTF-8, without a text in between: a journey may have millions of steps. */
export class JourneyWriter {
  /** The names of all types, one after another, and where each begins. */
  readonly #names: Uint8Array;
  readonly #starts: Uint32Array;

  constructor(types: readonly string[]) {
    const names = types.map((type) => encoder.encode(type));
    this.#starts = new Uint32Array(names.length + 1);
    names.forEach((name, i) => (this.#starts[i + 1] = (this.#starts[i] as number) + name.length));
    this.#names = new Uint8Array(this.#starts[names.length] as number);
    names.forEach((name, i) => this.#names.set(name, this.#starts[i]));
  }

  /** Bytes of a journey of some steps, and more where there are `more`. */
  sizeOf(steps: Uint32Array, more = false): number {
    const starts = this.#starts;
    let size = Math.max(0, steps.length - 1) + (more ? MORE.length : 0);
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i] as number;
      size += (starts[step + 1] as number) - (starts[step] as number);
    }
    return size;
  }

  /** Writes it at a place, and returns where it ends. */
  write(out: Uint8Array, start: number, steps: Uint32Array, more = false): number {
    const names = this.#names;
    const starts = this.#starts;
    let at = start;
    for (let i = 0; i < steps.length; i++) {
      if (i > 0) out[at++] = COMMA;
      const step = steps[i] as number;
      const end = starts[step + 1] as number;
      for (let from = starts[step] as number; from < end; from++) out[at++] = names[from] as number;
    }
    if (!more) return at;
    out.set(MORE, at);
    return at + MORE.length;
  }
}
