import { Draws, type RandomKey } from '../random/draws.ts';
import { Lottery } from '../random/lottery.ts';
import { readCustomerWords, type CustomerWords } from './customer-words.ts';
import { CUSTOMERS } from './shopper/visitors.ts';

/** A customer of the shop. */
export interface Customer {
  /** 1 to 2,000,000. */
  readonly customer_id: number;
  /** Family, middle and given name, with their marks. */
  readonly name: string;
  /** Unique, in a domain that is reserved for examples (RFC 2606). */
  readonly email: string;
  /** `0` and nine digits. */
  readonly phone: string;
  /** House and street. */
  readonly address: string;
  readonly city: string;
  /** Wall-clock time, ISO 8601. */
  readonly registered_at: string;
}

const KEY: RandomKey = [0x6b68c3a1, 0x63682d68, 0x616e6721, 0x2d766e30];
const STREAM = 1;
const DOMAINS = ['example.com', 'example.net', 'example.org'];
/** Customers registered in the five years before 2025-06-01. */
const FIRST_DAY = Date.UTC(2020, 5, 1);
const DAYS = (Date.UTC(2025, 5, 1) - FIRST_DAY) / 86_400_000;

// Shares of 1000 people; Lê Trung Hoa, Họ và tên người Việt Nam (2005), rounded.
const FAMILIES = new Map([
  ['Nguyễn', 384],
  ['Trần', 110],
  ['Lê', 95],
  ['Phạm', 70],
  ['Hoàng', 51],
  ['Phan', 45],
  ['Vũ', 39],
  ['Đặng', 21],
  ['Bùi', 20],
  ['Đỗ', 14],
  ['Hồ', 13],
  ['Ngô', 13],
  ['Dương', 10],
]);
const OTHER_FAMILY = 6;
// An online shop sells most in the five cities that are provinces of their own.
const CITIES = new Map([
  ['Hồ Chí Minh', 300],
  ['Hà Nội', 250],
  ['Đà Nẵng', 60],
  ['Hải Phòng', 50],
  ['Cần Thơ', 40],
]);
const OTHER_CITY = 12;

/**
 * Knows every customer by id: a customer is the same whenever and wherever it is asked for. Takes the memory of faker's
 * Vietnamese dictionaries and keeps no customer.
 *
 * @throws {RangeError} (the function returned) when the id is not a whole number from 1 to 2,000,000
 */
export function createCustomers(): (id: number) => Customer {
  const words = readCustomerWords();
  const families = new Lottery(
    words.families,
    words.families.map(({ text }) => FAMILIES.get(text) ?? OTHER_FAMILY),
  );
  const cities = new Lottery(
    words.cities,
    words.cities.map((city) => CITIES.get(city) ?? OTHER_CITY),
  );
  const draws = new Draws(KEY);

  return function customer(id) {
    if (!Number.isInteger(id) || id < 1 || id > CUSTOMERS) {
      throw new RangeError(
        `Cannot find a customer as the id must be a whole number from 1 to ${CUSTOMERS}: ${String(id)}`,
      );
    }
    draws.seek(STREAM, id);
    const family = families.draw(draws);
    const given = draws.pick(draws.chance(0.5) ? words.women : words.men);
    return {
      customer_id: id,
      name: `${family.text} ${given.text}`,
      email: `${family.plain}.${given.plain}.${id}@${draws.pick(DOMAINS)}`,
      phone: draws.pick(words.phones).replaceAll('#', () => String(draws.below(10))),
      address: addressOf(words, families.draw(draws).text, draws),
      city: cities.draw(draws),
      registered_at: registeredAt(draws),
    };
  };
}

/** A house in a street that bears a man's name, as most do; a house in an alley of it has a second number. */
function addressOf(words: CustomerWords, family: string, draws: Draws): string {
  const house = draws.between(1, 400);
  const alley = draws.chance(0.3) ? `/${draws.between(1, 60)}` : '';
  return `${house}${alley} đường ${family} ${draws.pick(words.men).text}`;
}

function registeredAt(draws: Draws): string {
  const seconds = draws.below(DAYS) * 86_400 + draws.below(86_400);
  return new Date(FIRST_DAY + seconds * 1000).toISOString().slice(0, 19);
}
