import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { serverAudits } from 'graphql-http';
import { answers, URL_OF } from './asking.ts';

describe('GraphQL over HTTP', () => {
  const audits = serverAudits({
    url: URL_OF,
    fetchFn: (url: string, init: RequestInit) => answers(new Request(url, init)),
  });
  for (const audit of audits) {
    test(audit.name, async () => {
      const result = await audit.fn();
      const reason = 'reason' in result ? result.reason : '';
      assert.notEqual(result.status, 'error', reason);
      // By GET nobody is answered without a header that a foreign page cannot send.
      if (result.status !== 'ok') assert.match(audit.name, /GET/, reason);
    });
  }
});
