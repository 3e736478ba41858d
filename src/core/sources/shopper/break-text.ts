import type { Draws } from '../../random/draws.ts';

/** Ways in which the text of an object gets broken on its way; each makes it no JSON. */
const WAYS: readonly ((text: string, draws: Draws) => string)[] = [
  // The connection ended.
  (text, draws) => text.slice(0, 20 + draws.below(text.length - 30)),
  // A colon, a comma or a quotation mark got lost.
  (text, draws) => without(text, '":', 1, draws),
  (text, draws) => without(text, ',"', 0, draws),
  (text, draws) => without(text, '":"', 2, draws),
  // Somebody wrote JSON by hand.
  (text) =>
    text.replace('"is_guest":false', '"is_guest":False').replace('"is_guest":true', '"is_guest":True'),
  (text) => text.replace('"event_type"', "'event_type'"),
  (text) => `${text.slice(0, -1)},}`,
  (text) => text.replace(/"timestamp_unix":\d+/, '"timestamp_unix":NaN'),
  (text) => text.replace('"page_url":"', '"page_url":"\u0007'),
];

/** The text of a JSON object, broken so that it is no JSON. */
export function breakText(text: string, draws: Draws): string {
  return draws.pick(WAYS)(text, draws);
}

/** Takes the character at `offset` out of one of the places where a mark stands. */
function without(text: string, mark: string, offset: number, draws: Draws): string {
  const places: number[] = [];
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1)) places.push(at);
  const place = draws.pick(places) + offset;
  return text.slice(0, place) + text.slice(place + 1);
}
