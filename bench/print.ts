/** `1.25 s`, `850 ms`. */
export function printSeconds(seconds: number): string {
  return seconds < 1 ? `${printNumber(seconds * 1000)} ms` : `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
}

/** Three digits, or all before the point: `0.276`, `1,234`. */
export function printNumber(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

/** `512 MB`; nothing of null. */
export function printMemory(used: { peakBytes: number } | null): string {
  return used === null ? '' : `${Math.round(used.peakBytes / 1e6).toLocaleString('en')} MB`;
}

/** `0.62`; nothing of nothing. */
export function printRatio(ratio: number | undefined): string {
  return ratio?.toFixed(ratio < 0.1 ? 3 : 2) ?? '';
}
