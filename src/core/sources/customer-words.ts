import { faker } from '@faker-js/faker/locale/vi';

/** A text, and the same in the letters of an address: small, without marks, dots for spaces. */
export interface Word {
  readonly text: string;
  readonly plain: string;
}

/** The words that customers are made of, about 2,500. */
export interface CustomerWords {
  readonly families: readonly Word[];
  /** Middle and given name. */
  readonly women: readonly Word[];
  readonly men: readonly Word[];
  readonly cities: readonly string[];
  /** `03########`, where `#` is any digit. */
  readonly phones: readonly string[];
}

/** Cities that faker has in English. */
const LOCAL = new Map([
  ['Haiphong', 'Hải Phòng'],
  ['Hanoi', 'Hà Nội'],
  ['Ho Chi Minh City', 'Hồ Chí Minh'],
]);

/**
 * Takes the Vietnamese dictionaries of faker, and none of its chance.
 *
 * @throws {TypeError} when faker lacks one of them
 */
export function readCustomerWords(): CustomerWords {
  const { person, location, phone_number } = faker.rawDefinitions;
  const given = person?.first_name;
  return {
    families: listOf('family names', person?.last_name?.generic).map(wordOf),
    women: listOf('names of women', given?.female).filter(isPair).map(wordOf),
    men: listOf('names of men', given?.male).filter(isPair).map(wordOf),
    cities: [...listOf('cities', location?.city_name).map((city) => LOCAL.get(city) ?? city), 'Đà Nẵng'],
    phones: listOf('phone formats', phone_number?.format?.mobile),
  };
}

function listOf(name: string, values: readonly string[] | null | undefined): string[] {
  if (values === undefined || values === null || values.length === 0) {
    throw new TypeError(`Cannot read customer words as faker must have ${name}: ${String(values)}`);
  }
  return values.map((value) => value.normalize('NFC'));
}

/** Some entries hold a family name too, or a small letter. */
function isPair(text: string): boolean {
  return /^\p{Lu}\p{L}* \p{Lu}\p{L}*$/u.test(text);
}

function wordOf(text: string): Word {
  const letters = text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[Đđ]/g, 'd');
  return { text, plain: letters.replaceAll(' ', '.').toLowerCase() };
}
