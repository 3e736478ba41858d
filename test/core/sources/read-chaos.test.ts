import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { generatedLines } from '../../support/generated.ts';
import { see } from './reading.ts';

test('readEvents() loses nothing but what is broken, however much is, wherever pieces are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1000),
      fc.constantFrom(0.02, 0.2, 0.6),
      fc.constantFrom(300, 2000, 1_000_000),
      async (seed, rate, pieceBytes) => {
        const { lines, truth } = await generatedLines({
          seed,
          count: 300,
          chaos: { malformed_json: rate, missing_field: 0.2 },
        });
        const elements = await see(`[\n${lines.join(',\n')}\n]\n`, { pieceBytes });
        const broken = truth.filter(({ kind }) => kind === 'malformed_json');
        const faulty = new Set(broken.map(({ position }) => position));
        assert.equal(elements.length, lines.length);
        for (const [position, { raw, fault }] of elements.entries()) {
          // Space that a broken element ends with is nobody's.
          assert.equal(raw, lines[position]!.trimEnd());
          assert.equal(fault, faulty.has(position) ? 'malformed_json' : null, raw);
        }
      },
    ),
    { numRuns: 60 },
  );
});
