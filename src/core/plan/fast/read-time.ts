import { DAY, daysFromCivil } from '../../time/timestamp.ts';

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** What a digit of a fraction is worth, in microseconds. */
const SCALES = [100_000, 10_000, 1000, 100, 10, 1] as const;

/** Reads time stamps of the usual form: `YYYY-MM-DDTHH:MM:SS`, up to six digits of a fraction, `Z`, `+HH:MM` or nothing. */
export class TimeReader {
  /** Of the last one: microseconds since 1970-01-01T00:00 of its clock, or of UTC where it says how far that is. */
  readonly local = new Float64Array(1);
  /** Whether it says how far it is from UTC. */
  isUtc = false;
  #first = 0;
  #second = 0;
  #third = 0;
  #day = Number.NaN;

  /** Reads the one in view[start ...] up to its closing quote, whose place is returned; -1 where it has another form. */
  read(bytes: Uint8Array, view: DataView, start: number): number {
    const day = this.#readDay(bytes, view, start);
    const separator = bytes[start + 10];
    if (separator !== 0x54 && separator !== 0x20) return -1;
    if (!(bytes[start + 13] === 0x3a && bytes[start + 16] === 0x3a)) return -1;
    const hour = twoDigits(bytes, start + 11);
    const minute = twoDigits(bytes, start + 14);
    const second = twoDigits(bytes, start + 17);
    if (day !== day || hour > 23 || minute > 59 || second > 59) return -1;
    let at = start + 19;
    let micros = 0;
    if (bytes[at] === 0x2e) {
      const fraction = ++at;
      for (let digit = 0; (digit = (bytes[at] as number) - 48) >= 0 && digit <= 9; at++) {
        if (at - fraction === SCALES.length) return -1;
        micros += digit * (SCALES[at - fraction] as number);
      }
      if (at === fraction) return -1;
    }
    let offset = 0;
    const mark = bytes[at];
    this.isUtc = mark !== 0x22;
    if (mark === 0x5a) at++;
    else if (mark === 0x2b || mark === 0x2d) {
      const hours = twoDigits(bytes, at + 1);
      const minutes = twoDigits(bytes, at + 4);
      if (bytes[at + 3] !== 0x3a || hours > 23 || minutes > 59) return -1;
      offset = (hours * 60 + minutes) * (mark === 0x2d ? -1 : 1);
      at += 6;
    }
    this.local[0] = day * DAY + ((hour * 60 + minute - offset) * 60 + second) * 1_000_000 + micros;
    return bytes[at] === 0x22 ? at : -1;
  }

  /** Days since 1970-01-01 of `YYYY-MM-DD`; NaN where it is no date. The last one is remembered, as neighbours share it. */
  #readDay(bytes: Uint8Array, view: DataView, start: number): number {
    const first = view.getInt32(start, true);
    const second = view.getInt32(start + 4, true);
    const third = view.getInt16(start + 8, true);
    if (first === this.#first && second === this.#second && third === this.#third) return this.#day;
    this.#first = first;
    this.#second = second;
    this.#third = third;
    this.#day = dayOf(bytes, start);
    return this.#day;
  }
}

function dayOf(bytes: Uint8Array, start: number): number {
  const century = twoDigits(bytes, start);
  const years = twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  if (century > 99 || years > 99 || bytes[start + 4] !== 0x2d || bytes[start + 7] !== 0x2d) return Number.NaN;
  const year = century * 100 + years;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const most = month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
  return day < 1 || day > most ? Number.NaN : daysFromCivil(year, month, day);
}

/** The number that two digits write; 100 where they are none. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - 48;
  const ones = (bytes[at + 1] as number) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 100;
}
