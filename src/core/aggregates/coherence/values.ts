import { WIRE_VALUES } from '../../wire-values.ts';
import type { Faults } from './faults.ts';
import { isGiven, isWhole, type RawEvent } from './state.ts';

/** The names a field may hold, of those whose names are all known. */
const NAMES = Object.fromEntries(
  Object.entries(WIRE_VALUES).map(([field, values]) => [field, new Set<unknown>(values)]),
) as unknown as Record<keyof typeof WIRE_VALUES, ReadonlySet<unknown>>;

/** Sees whether a field holds one of its names. */
export function checkName(field: keyof typeof NAMES, value: unknown, faults: Faults): void {
  if (isGiven(value) && !NAMES[field].has(value)) faults.note('value', field, value);
}

/** Sees whether a field holds a whole number from 0: a count or a numeric id. */
export function checkWhole(field: string, value: unknown, faults: Faults): void {
  if (isGiven(value) && !isWhole(value)) faults.note('value', field, value);
}

/** Sees whether a field holds a text. */
export function checkText(field: string, value: unknown, faults: Faults): void {
  if (isGiven(value) && typeof value !== 'string') faults.note('value', field, value);
}

/** Sees whether a field holds a truth. */
export function checkTruth(field: string, value: unknown, faults: Faults): void {
  if (isGiven(value) && typeof value !== 'boolean') faults.note('value', field, value);
}

/** Sees whether a page was scrolled to a place that it has; rounding may move it by 1 % of the height or a pixel. */
export function checkScroll(event: RawEvent, faults: Faults): void {
  const { scroll_depth_percent: percent, page_height: height, scroll_position: position } = event;
  checkLength('scroll_depth_percent', percent, 100, faults);
  checkLength('page_height', height, Number.MAX_VALUE, faults);
  checkLength('scroll_position', position, isLength(height) ? height : Number.MAX_VALUE, faults);
  if (!isLength(percent) || !isLength(height) || !isLength(position)) return;
  const wanted = (height * percent) / 100;
  if (Math.abs(position - wanted) > Math.max(1, height / 100))
    faults.note('scroll', 'scroll_position', position, wanted);
}

function checkLength(field: string, value: unknown, most: number, faults: Faults): void {
  if (isGiven(value) && !(isLength(value) && value <= most)) faults.note('scroll', field, value);
}

function isLength(value: unknown): value is number {
  return Number.isFinite(value) && (value as number) >= 0;
}
