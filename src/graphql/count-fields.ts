import { type ASTVisitor, Kind, type SelectionSetNode, type ValidationContext } from 'graphql';
import { codedError } from './errors.ts';

export interface FieldLimits {
  /** Fields of an operation or fragment, repeated ones counted each time. */
  fields: number;
  /** Fields that stand where one of their name has stood already. */
  repeated: number;
}

/** Fields by the name they answer to; those of a name are merged into one. */
type Merged = Map<string, Merged>;

/**
 * A validation rule that counts the fields of every operation and fragment after its fragments are spread, before any other rule
 * looks at them: some of those compare all fields of a name with one another. It stops counting at its limits, so it takes no
 * longer than they allow, whatever fragments spread to.
 */
export function countFields(limits: FieldLimits): (context: ValidationContext) => ASTVisitor {
  return (context) => {
    for (const definition of context.getDocument().definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION)
        continue;
      const count = new Count(context, limits);
      count.add(definition.selectionSet, new Map());
      count.checkRepeated();
    }
    return {};
  };
}

class Count {
  readonly #context: ValidationContext;
  readonly #limits: FieldLimits;
  /** Fragments that are being spread: a circle is left to another rule. */
  readonly #open = new Set<string>();
  #fields = 0;
  #distinct = 0;
  #spreads = 0;

  constructor(context: ValidationContext, limits: FieldLimits) {
    this.#context = context;
    this.#limits = limits;
  }

  add(selections: SelectionSetNode | undefined, merged: Merged): void {
    for (const selection of selections?.selections ?? []) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) this.#spread(selection.name.value, merged);
      else if (selection.kind === Kind.INLINE_FRAGMENT) this.add(selection.selectionSet, merged);
      else {
        refuseOver(++this.#fields, this.#limits.fields, 'have at most', 'fields, repeated ones included');
        const name = (selection.alias ?? selection.name).value;
        let inner = merged.get(name);
        if (inner === undefined) {
          inner = new Map();
          merged.set(name, inner);
          this.#distinct++;
        }
        this.add(selection.selectionSet, inner);
      }
    }
  }

  checkRepeated(): void {
    refuseOver(this.#fields - this.#distinct, this.#limits.repeated, 'repeat at most', 'fields');
  }

  #spread(name: string, merged: Merged): void {
    refuseOver(++this.#spreads, this.#limits.fields, 'spread at most', 'fragments');
    if (this.#open.has(name)) return;
    this.#open.add(name);
    this.add(this.#context.getFragment(name)?.selectionSet, merged);
    this.#open.delete(name);
  }
}

function refuseOver(count: number, limit: number, verb: string, noun: string): void {
  if (count <= limit) return;
  throw codedError('LIMIT_EXCEEDED', `Cannot answer as an operation must ${verb} ${limit} ${noun}`);
}
