import type { Draws } from '../random/draws.ts';

/** A stock-keeping unit: `TECH-` and four digits, a dash, three letters. */
export function sku(draws: Draws): string {
  let letters = '';
  for (let i = 0; i < 3; i++) letters += String.fromCharCode(0x41 + draws.below(26));
  return `TECH-${digits(draws, 4)}-${letters}`;
}

/** A barcode of Vietnam (prefix 893) with its check digit (GS1 General Specifications, 7.9). */
export function ean13(draws: Draws): string {
  const body = `893${digits(draws, 9)}`;
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += (body.charCodeAt(i) - 0x30) * (i % 2 === 0 ? 1 : 3);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

function digits(draws: Draws, count: number): string {
  let text = '';
  for (let i = 0; i < count; i++) text += String(draws.below(10));
  return text;
}
