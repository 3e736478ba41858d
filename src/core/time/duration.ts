/** Microseconds in each part of a duration, in the order they are written: weeks, days, hours, minutes, seconds. */
const PARTS = [604_800_000_000, 86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000] as const;
const PATTERN =
  /^P(?=[\dT])(?:(\d+(?:[.,]\d+)?)W)?(?:(\d+(?:[.,]\d+)?)D)?(?:T(?=\d)(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;

/**
 * Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds into whole microseconds. A day has 24 hours; the last part
 * may have a fraction, whose digits beyond microseconds are cut. Returns null for anything else: months and years, which have no
 * fixed length, signs, and durations of 2^53 microseconds or more.
 */
export function parseDuration(text: string): number | null {
  if (text.length > 40) return null;
  const found = PATTERN.exec(text);
  if (found === null) return null;
  const parts = found.slice(1);
  const last = parts.findLastIndex((part) => part !== undefined);
  let micros = 0;
  for (const [at, part] of parts.entries()) {
    if (part === undefined) continue;
    const [whole = '', fraction] = part.split(/[.,]/);
    if (fraction !== undefined && at !== last) return null;
    micros += Number(whole) * (PARTS[at] as number);
    if (fraction !== undefined) micros += fractionOf(fraction, PARTS[at] as number);
  }
  return Number.isSafeInteger(micros) ? micros : null;
}

/** Writes microseconds as an ISO 8601 duration of hours, minutes and seconds: `PT24H`, `PT1M30.5S`, `PT0S`. */
export function formatDuration(micros: number): string {
  const sign = micros < 0 ? '-' : '';
  const all = Math.abs(micros);
  const hours = Math.floor(all / PARTS[2]);
  const minutes = Math.floor((all % PARTS[2]) / PARTS[3]);
  const seconds = Math.floor((all % PARTS[3]) / PARTS[4]);
  const rest = all % PARTS[4];
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(6, '0').replace(/0+$/, '')}`;
  const text = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${
    seconds > 0 || rest > 0 ? `${seconds}${fraction}S` : ''
  }`;
  return `${sign}PT${text || '0S'}`;
}

/** Exact to the microsecond: 12 digits are all that a week has room for. */
function fractionOf(digits: string, unit: number): number {
  const cut = digits.slice(0, 12);
  return Number((BigInt(cut) * BigInt(unit)) / 10n ** BigInt(cut.length));
}
