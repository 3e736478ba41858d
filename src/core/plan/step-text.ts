import type { Product } from '../catalog/product.ts';
import { toUsd } from '../money.ts';
import type { TextBuffer } from '../sinks/text-buffer.ts';
import type { Search } from '../sources/shopper/shelves.ts';
import type { Step } from '../sources/shopper/steps.ts';
import { addDetails, addProduct, addSearch } from '../sources/shopper/wire.ts';
import type { WireDetails } from '../wire-event.ts';
import { memo } from './memo.ts';

const encoder = new TextEncoder();
const [COMMA, DOT, ZERO] = [0x2c, 0x2e, 0x30];
const VIEWED = encoder.encode('"view_duration_seconds":');
const STAYED = encoder.encode('"time_on_page_seconds":');
const PERCENT = encoder.encode('"scroll_depth_percent":');
const HEIGHT = encoder.encode(',"page_height":');
const POSITION = encoder.encode(',"scroll_position":');

/**
 * Writes what steps say beside what all events do, as JSON.stringify writes it, with a comma after it: what is said of a product or a
 * search is made once, and what happens often is written without an object. Memory: the texts of the catalogue.
 */
export class StepText {
  readonly #productOf = memo((product: Product) => encode((details) => addProduct(details, product)));
  readonly #searchOf = memo((search: Search) => encode((details) => addSearch(details, search)));
  readonly #exitOf = memo((exit: string) => encoder.encode(`,"exit_type":${JSON.stringify(exit)},`));

  /** Appends the details of a step. */
  write(step: Step, out: TextBuffer): void {
    switch (step.type) {
      case 'view_item':
        out.raw(this.#productOf(step.product));
        out.raw(VIEWED);
        writeTenths(step.seconds, out);
        out.code(COMMA);
        return;
      case 'add_to_wish_list':
        out.raw(this.#productOf(step.product));
        return;
      case 'add_to_cart':
      case 'remove_from_cart':
      case 'update_quantity': {
        const { product, quantity, old } = step;
        const total = quantity * product.price_vnd;
        out.raw(this.#productOf(product));
        out.ascii(`"quantity":${quantity},"old_quantity":${old},`);
        out.ascii(`"line_total_vnd":${total},"line_total_usd":${toUsd(total)},`);
        return;
      }
      case 'scroll':
        out.raw(PERCENT);
        out.whole(step.percent);
        out.raw(HEIGHT);
        out.whole(step.height);
        out.raw(POSITION);
        out.whole(Math.floor((step.height * step.percent) / 100));
        out.code(COMMA);
        return;
      case 'search':
        out.raw(this.#searchOf(step.search));
        return;
      case 'exit_page':
        out.raw(STAYED);
        writeTenths(step.seconds, out);
        out.raw(this.#exitOf(step.exit));
        return;
      default:
        out.raw(encode((details) => addDetails(details, step)));
    }
  }
}

/** Appends a number of tenths, most of which have one digit after the point at most. */
function writeTenths(value: number, out: TextBuffer): void {
  const tenths = Math.round(value * 10);
  const whole = Math.floor(tenths / 10);
  const digit = tenths - whole * 10;
  if (!(tenths >= 0 && Number.isSafeInteger(tenths) && tenths / 10 === value))
    out.ascii(JSON.stringify(value));
  else {
    out.whole(whole);
    if (digit === 0) return;
    out.code(DOT);
    out.code(ZERO + digit);
  }
}

function encode(add: (details: WireDetails) => void): Uint8Array {
  const details: WireDetails = {};
  add(details);
  return encoder.encode(`${JSON.stringify(details).slice(1, -1)},`);
}
