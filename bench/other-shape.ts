const TIERS = ['silver', 'gold', 'Thành viên'];

/**
 * Events as NDJSON, made into a JSON array as a shop in PHP would export it: pretty-printed, keys in another order, slashes and
 * all but ASCII escaped, nulls left out, and three fields that nobody knows (`loyalty` is in some events only). A part of the
 * input is whole lines.
 */
export async function* inOtherShape(
  parts: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer, void, undefined> {
  let count = 0;
  for await (const part of parts) {
    let text = '';
    for (const line of Buffer.from(part).toString().split('\n')) {
      if (line === '') continue;
      text += `${count === 0 ? '[\n' : ',\n'}${exported(JSON.parse(line) as object, count)}`;
      count++;
    }
    yield Buffer.from(text);
  }
  yield Buffer.from(count === 0 ? '[]\n' : '\n]\n');
}

function exported(event: object, index: number): string {
  const known = Object.entries(event).filter(([, value]) => value !== null);
  const entries = [...known, ...unknownEntries(index)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return escaped(JSON.stringify(Object.fromEntries(entries), null, 4));
}

/** In the order of their names, so that they come out in the same order as they are sorted. */
function unknownEntries(index: number): [string, unknown][] {
  const loyalty = { tier: TIERS[index % TIERS.length], points: index % 1000 };
  return [
    ...(index % 4 === 0 ? [['loyalty', loyalty] as [string, unknown]] : []),
    ['store_view', `vn/${index % 7}`],
    ['tags', index % 2 === 0 ? [] : ['mùa thu', 'web']],
  ];
}

function escaped(json: string): string {
  return json
    .replaceAll('/', String.raw`\/`)
    .replaceAll(
      /[\u0080-\uffff]/g,
      (unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
