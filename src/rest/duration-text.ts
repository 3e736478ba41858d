/** `42 seconds` up to a minute, `1.8 minutes` beyond it. */
export function durationText(seconds: number): string {
  return seconds > 60 ? `${(seconds / 60).toFixed(1)} minutes` : `${Math.round(seconds)} seconds`;
}
