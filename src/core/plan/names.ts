/** Numbers texts 0, 1, 2 ... in the order in which they are first seen. */
export class Names {
  readonly list: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** @param list those that are numbered already */
  constructor(list: readonly string[] = []) {
    for (const name of list) this.number(name);
  }

  number(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.list.push(name) - 1;
      this.#numbers.set(name, number);
    }
    return number;
  }

  /** One more than the name's number; 0 for null. */
  code(name: string | null): number {
    return name === null ? 0 : this.number(name) + 1;
  }
}
