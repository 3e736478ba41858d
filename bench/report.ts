import { writeFileSync } from 'node:fs';

/** What a program says of itself, in place of the time of its process. */
export interface Report {
  seconds: number;
  /** Other figures by their names, which say their units. */
  more?: Readonly<Record<string, number>>;
}

/** Tells the bench what was measured. */
export function report(figures: Report): void {
  const path = process.env['BENCH_REPORT_FILE'];
  if (path === undefined) console.log(figures);
  else writeFileSync(path, JSON.stringify(figures));
}
