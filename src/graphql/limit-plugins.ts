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
    limitQueryLength(),
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

function limitQueryLength(): Plugin {
  return {
    onParams({ params: { query } }) {
      if (typeof query !== 'string' || query.length <= LIMITS.queryLength) return;
      throw refusal(
        413,
        'LIMIT_EXCEEDED',
        `Cannot answer as an operation must have at most ${LIMITS.queryLength} characters: ${query.length}`,
      );
    },
  };
}
