import DataLoader from 'dataloader';
import type {
  CartState,
  CustomerRow,
  ProductRow,
  SessionRow,
  StoredEvent,
} from '../core/questions/answers.ts';
import type { AsOf, Asking, Questions } from '../core/questions/questions.ts';
import { whileOpen } from './deadline.ts';

/** Asks one question, and stops waiting for its answer when the request ends. */
export type Ask = <T>(question: (questions: Questions, asking: Asking) => Promise<T>) => Promise<T>;

/** One version of the table, as one request sees it: questions, and look-ups of many ids at once. */
export interface View {
  readonly ask: Ask;
  readonly events: DataLoader<string, StoredEvent | null>;
  readonly sessions: DataLoader<string, SessionRow | null>;
  readonly customers: DataLoader<number, CustomerRow | null>;
  readonly products: DataLoader<number, ProductRow | null>;
  /** How carts stand at a moment, by session. Both in microseconds. */
  cartStates(at: number, idleFor: number): DataLoader<string, CartState | null>;
}

/** A row, and the view that everything beneath it comes from. */
export interface Found<Row> {
  readonly row: Row;
  readonly view: View;
}

/** Opens a view of a version, of the newest where none is named. */
export function openView(questions: Questions, signal: AbortSignal, asOf?: AsOf): View {
  const asking: Asking = asOf === undefined ? { signal } : { asOf, signal };
  const states = new Map<string, DataLoader<string, CartState | null>>();
  const ask: Ask = (question) => whileOpen(signal, () => question(questions, asking));
  return {
    ask,
    events: new DataLoader((ids) => ask((all) => all.eventsById(ids, asking))),
    sessions: new DataLoader((ids) => ask((all) => all.sessionsById(ids, asking))),
    customers: new DataLoader((ids) => ask((all) => all.customersById(ids, asking))),
    products: new DataLoader((ids) => ask((all) => all.productsById(ids, asking))),
    cartStates(at, idleFor) {
      const key = `${at} ${idleFor}`;
      let loader = states.get(key);
      if (loader === undefined) {
        loader = new DataLoader((ids) => ask((all) => all.cartStates(ids, at, idleFor, asking)));
        states.set(key, loader);
      }
      return loader;
    },
  };
}
