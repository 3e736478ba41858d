import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases';
import { maxDirectivesPlugin } from '@escape.tech/graphql-armor-max-directives';
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import type { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { countFields } from './count-fields.ts';
import { refusal } from './errors.ts';
import { LIMITS } from './limits.ts';

/** Marks an error of a plugin as a limit that was exceeded. */
function mark(_: unknown, error: GraphQLError): void {
  Object.assign(error.extensions, { code: 'LIMIT_EXCEEDED' });
}

/** What refuses an operation by its text, before anything is resolved. */
export function limitPlugins(): Plugin[] {
  return [
    limitParameters(),
    maxTokensPlugin({ n: LIMITS.tokens, onReject: [mark] }),
    {
      onValidate({ addValidationRule }) {
        addValidationRule(countFields(LIMITS));
      },
    },
    // The list of what may be aliased is empty: by default __typename may be, as often as one likes.
    maxAliasesPlugin({ n: LIMITS.aliases, allowList: [], onReject: [mark] }),
    maxDirectivesPlugin({ n: LIMITS.directives, onReject: [mark] }),
  ];
}

/** Before anything is parsed or coerced: both take time, and what is parsed is kept. */
function limitParameters(): Plugin {
  return {
    onParams({ params: { query, variables } }) {
      const length = typeof query === 'string' ? query.length : 0;
      if (length > LIMITS.queryLength) {
        throw tooLarge(`an operation must have at most ${LIMITS.queryLength} characters: ${length}`);
      }
      checkValues(variables);
    },
  };
}

/** Goes through values level by level, and no further than the limits: no depth is too deep for it. */
function checkValues(variables: unknown): void {
  let values = 0;
  let level = [variables];
  for (let depth = 0; level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      const inner = Object.values(value);
      values += inner.length;
      if (values > LIMITS.values) throw tooLarge(`variables must have at most ${LIMITS.values} values`);
      if (depth > LIMITS.valueDepth) {
        throw tooLarge(`variables must be at most ${LIMITS.valueDepth} lists and objects deep`);
      }
      for (const one of inner) next.push(one);
    }
    level = next;
  }
}

function tooLarge(reason: string): GraphQLError {
  return refusal(413, 'LIMIT_EXCEEDED', `Cannot answer as ${reason}`);
}
