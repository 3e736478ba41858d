const TIERS = ['silver', 'gold', 'Thành viên'];

/**
 * Events as NDJSON, made into a JSON array as a shop in PHP would export it: pretty-printed, keys in another order, slashes and
 * all but ASCII escaped, nulls left out, and three fields that nobody knows (`loyalty` is in some events only). A part of the
 * input is whole lines.
 */
export async function* inOtherShape(
  parts: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer, void, undefined> {
  let isFirst = true;
  for await (const part of parts) {
    let text = '';
    for (const line of Buffer.from(part).toString().split('\n')) {
      if (line === '') continue;
      text += `${isFirst ? '[\n' : ',\n'}${exported(JSON.parse(line) as Identified)}`;
      isFirst = false;
    }
    yield Buffer.from(text);
  }
  yield Buffer.from(isFirst ? '[]\n' : '\n]\n');
}

interface Identified {
  event_id: string;
}

function exported(event: Identified): string {
  const known = Object.entries(event).filter(([, value]) => value !== null);
  const entries = [...known, ...unknownEntries(event)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return escaped(JSON.stringify(Object.fromEntries(entries), null, 4));
}

/** The same for the same id, so that a duplicate stays one. */
function unknownEntries({ event_id }: Identified): [string, unknown][] {
  const draw = Number.parseInt(event_id.slice(-4), 16);
  const loyalty = { tier: TIERS[draw % TIERS.length], points: draw % 1000 };
  return [
    ...(draw % 4 === 0 ? [['loyalty', loyalty] as [string, unknown]] : []),
    ['store_view', `vn/${draw % 7}`],
    ['tags', draw % 2 === 0 ? [] : ['mùa thu', 'web']],
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
