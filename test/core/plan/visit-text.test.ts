import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { StepText } from '../../../src/core/plan/step-text.ts';
import { VisitText } from '../../../src/core/plan/visit-text.ts';
import { TextBuffer } from '../../../src/core/sinks/text-buffer.ts';
import { arrivals } from '../../../src/core/sources/generate.ts';
import { settle } from '../../../src/core/sources/shopper/options.ts';
import type { ProfileName } from '../../../src/core/sources/shopper/profiles.ts';
import { sendings } from '../../../src/core/sources/shopper/sendings.ts';
import { openShop } from '../../../src/core/sources/shopper/shop.ts';
import type { Step } from '../../../src/core/sources/shopper/steps.ts';
import { addDetails } from '../../../src/core/sources/shopper/wire.ts';
import { shopOptions } from '../../support/generated.ts';

const decoder = new TextDecoder();
const profiles: readonly ProfileName[] = ['realistic', 'uniform', 'skewed', 'burst'];

describe('VisitText', () => {
  test('writes steps as JSON.stringify writes their events', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...profiles),
        fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/St_Johns'),
        fc.nat(),
        fc.constantFrom(0, 0.3),
        fc.constantFrom(Date.UTC(2000, 5, 1) * 1000, Date.UTC(2025, 10, 3) * 1000),
        async (profile, timeZone, seed, buyers, until) => {
          const options = { count: 1500, days: 40, profile, timeZone, seed, buyers, until };
          const shop = openShop(settle(shopOptions(options)));
          const slice = { from: shop.scenario.from, to: Infinity };
          const writer = new VisitText(shop);
          const steps = [...sendings(shop, slice)].flat().values();
          for await (const batch of arrivals(shop)) {
            for (const { event } of batch) {
              const out = new TextBuffer(new Uint8Array(8));
              const { visit, step } = steps.next().value!;
              writer.write(visit, step, out);
              assert.equal(decoder.decode(out.bytes()), JSON.stringify(event));
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('StepText', () => {
  test('writes any number of seconds as JSON.stringify does', () => {
    const writer = new StepText();
    const tenths = fc.nat().map((value) => value / 10);
    fc.assert(
      fc.property(fc.oneof(tenths, fc.double(), fc.maxSafeInteger()), (seconds) => {
        const step: Step = { at: 0, url: '', type: 'exit_page', seconds, exit: 'close_tab' };
        const out = new TextBuffer(new Uint8Array(8));
        writer.write(step, out);
        const details = {};
        addDetails(details, step);
        assert.equal(decoder.decode(out.bytes()), `${JSON.stringify(details).slice(1, -1)},`);
      }),
    );
  });
});
