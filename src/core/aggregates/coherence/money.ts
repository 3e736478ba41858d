import { toUsd, VND_PER_USD } from '../../money.ts';
import type { Faults } from './faults.ts';
import { isGiven, isWhole } from './state.ts';

/** Half a cent and what doubles lose. */
const SLACK = 0.0051;

/** Sees whether an amount of VND can be one. */
export function checkVnd(field: string, vnd: unknown, faults: Faults): void {
  if (!isWhole(vnd) && isGiven(vnd)) faults.note('amount', field, vnd);
}

/** Sees whether an amount of USD is that of VND, to the cent. */
export function checkUsd(field: string, usd: unknown, vnd: unknown, faults: Faults): void {
  if (!isGiven(usd)) return;
  const cents = typeof usd === 'number' ? Math.round(usd * 100) / 100 : Number.NaN;
  if (!Number.isFinite(cents) || cents !== usd)
    faults.note('usd', field, usd, isWhole(vnd) ? toUsd(vnd) : undefined);
  else if (isWhole(vnd) && Math.abs(cents - vnd / VND_PER_USD) > SLACK)
    faults.note('usd', field, usd, toUsd(vnd));
}
