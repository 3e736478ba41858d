import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { codedError } from './errors.ts';

/**
 * A validation rule that counts the fields of every operation after its fragments are spread, repeated ones each time, before any
 * other rule looks at them: some of those compare all fields of a name with one another. A fragment is counted once, so the count
 * takes a time that grows with the text, not with what it spreads to.
 */
export function countFields(limit: number): (context: ValidationContext) => ASTVisitor {
  return (context) => {
    const counts = new Map<string, number>();
    const { definitions } = context.getDocument();

    function count(selections: SelectionSetNode | undefined): number {
      let fields = 0;
      for (const selection of selections?.selections ?? []) {
        if (selection.kind === Kind.FRAGMENT_SPREAD) fields += countFragment(selection.name.value);
        else fields += (selection.kind === Kind.FIELD ? 1 : 0) + count(selection.selectionSet);
      }
      return fields;
    }

    function countFragment(name: string): number {
      const known = counts.get(name);
      if (known !== undefined) return known;
      // A circle counts as nothing here; another rule refuses it.
      counts.set(name, 0);
      const fields = count(context.getFragment(name)?.selectionSet);
      counts.set(name, fields);
      return fields;
    }

    for (const definition of definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION)
        continue;
      const fields = count((definition as FragmentDefinitionNode).selectionSet);
      if (fields > limit) {
        throw codedError(
          'LIMIT_EXCEEDED',
          `Cannot answer as an operation must be of at most ${limit} fields, repeated ones included: ${fields}`,
        );
      }
    }
    return {};
  };
}
