import { addRemoveRatio } from '../core/questions/add-remove-ratio.ts';
import type { CountRow, StatisticsAnswer, TopProduct as TopProductRow } from '../core/questions/answers.ts';
import type { EventFilter } from '../core/questions/filter.ts';
import { asOfArg, viewAsOf } from './as-of.ts';
import { builder } from './builder.ts';
import { checkRows } from './connections.ts';
import { eventFilterArg } from './event.ts';
import { eventFilter } from './event-filter.ts';
import { LIMITS, SCAN_COST } from './limits.ts';
import { Device, deviceOf, EventType, eventTypeOf, Source, sourceOf } from './names.ts';
import { Product } from './product.ts';
import type { Found, View } from './view.ts';

/** What a source or device that an event does not name is counted as. */
const UNKNOWN = 'unknown';

const TypeCount = builder.objectRef<CountRow>('TypeCount').implement({
  description: 'How many events have a type.',
  fields: (t) => ({
    type: t.field({ type: EventType, description: 'The type.', resolve: ({ name }) => eventTypeOf(name) }),
    typeName: t.exposeString('name', { description: 'The same, as on the wire.' }),
    count: t.exposeInt('count', { description: 'How many events.' }),
  }),
});

const SourceCount = builder.objectRef<CountRow>('SourceCount').implement({
  description: 'How many events come from a source.',
  fields: (t) => ({
    source: t.field({
      type: Source,
      nullable: true,
      description: 'The source; null for events without one.',
      resolve: ({ name }) => (name === UNKNOWN ? null : sourceOf(name)),
    }),
    sourceName: t.exposeString('name', { description: 'The same, as on the wire; `unknown` without one.' }),
    count: t.exposeInt('count', { description: 'How many events.' }),
  }),
});

const DeviceCount = builder.objectRef<CountRow>('DeviceCount').implement({
  description: 'How many events come from a device.',
  fields: (t) => ({
    device: t.field({
      type: Device,
      nullable: true,
      description: 'The device; null for events without one.',
      resolve: ({ name }) => (name === UNKNOWN ? null : deviceOf(name)),
    }),
    deviceName: t.exposeString('name', { description: 'The same, as on the wire; `unknown` without one.' }),
    count: t.exposeInt('count', { description: 'How many events.' }),
  }),
});

const TopProduct = builder.objectRef<Found<TopProductRow>>('TopProduct').implement({
  description: 'A product by how often it was put into carts.',
  fields: (t) => ({
    productId: t.id({ description: 'Number of the product.', resolve: ({ row }) => row.product_id }),
    name: t.string({ nullable: true, description: 'Its name.', resolve: ({ row }) => row.name }),
    product: t.field({
      type: Product,
      nullable: true,
      description: 'The product.',
      resolve: async ({ row, view }) => {
        const product = await view.products.load(row.product_id);
        return product && { row: product, view };
      },
    }),
    adds: t.int({ description: 'How often it was put into a cart.', resolve: ({ row }) => row.adds }),
    value: t.field({
      type: 'Vnd',
      description: 'What was put in came to.',
      resolve: ({ row }) => row.value_vnd,
    }),
  }),
});

/** Statistics that are asked for field by field: no more of them are found than is asked for, all of them in one question. */
class StatisticsOf {
  readonly view: View;
  readonly #filter: EventFilter;
  #isWhole = false;
  #hasProducts = false;
  #answer: Promise<Partial<StatisticsAnswer>> | undefined;

  constructor(view: View, filter: EventFilter) {
    this.view = view;
    this.#filter = filter;
  }

  async get<Name extends keyof StatisticsAnswer>(name: Name): Promise<StatisticsAnswer[Name]> {
    if (name === 'top_products') this.#hasProducts = true;
    else this.#isWhole = true;
    // Fields that stand beside one another are all asked for before anything that waits goes on.
    const answer = await (this.#answer ??= Promise.resolve().then(() => this.#ask()));
    return answer[name] as StatisticsAnswer[Name];
  }

  #ask(): Promise<Partial<StatisticsAnswer>> {
    const filter = this.#filter;
    const top = this.#hasProducts ? LIMITS.rows : 0;
    return this.view.ask(async (all, asking) => {
      if (this.#isWhole) return all.statistics({ ...asking, filter, top });
      return { top_products: await all.topProducts({ ...asking, filter, top }) };
    });
  }
}

const Statistics = builder.objectRef<StatisticsOf>('Statistics').implement({
  description: 'What the events of a filter come to.',
  fields: (t) => ({
    totalEvents: t.int({ description: 'How many events.', resolve: (it) => it.get('events') }),
    byType: t.field({
      type: [TypeCount],
      description: 'Events by type, the most frequent first.',
      resolve: (it) => it.get('types'),
    }),
    bySource: t.field({
      type: [SourceCount],
      description: 'Events by source, the most frequent first.',
      resolve: (it) => it.get('sources'),
    }),
    byDevice: t.field({
      type: [DeviceCount],
      description: 'Events by device, the most frequent first.',
      resolve: (it) => it.get('devices'),
    }),
    uniqueCustomers: t.int({
      description: 'How many customers; guests are not counted.',
      resolve: (it) => it.get('customers'),
    }),
    uniqueSessions: t.int({ description: 'How many sessions.', resolve: (it) => it.get('sessions') }),
    addRemoveRatio: t.float({
      description:
        'How many add_to_cart there are to a remove_from_cart, to two decimals; the number of adds where nothing was removed.',
      resolve: async (it) => addRemoveRatio(await it.get('adds'), await it.get('removes')),
    }),
    revenue: t.field({
      type: 'Vnd',
      description: 'What the purchases came to.',
      resolve: (it) => it.get('revenue_vnd'),
    }),
    topProducts: t.field({
      type: [TopProduct],
      description: 'The products that were put into carts most often.',
      complexity: ({ first }) => ({
        field: 1,
        multiplier: Math.min(Math.max(first ?? 10, 0), LIMITS.rows),
      }),
      args: {
        first: t.arg.int({ defaultValue: 10, description: `How many of them: 0 to ${LIMITS.rows}.` }),
      },
      resolve: async (it, { first }) => {
        const products = (await it.get('top_products')).slice(0, checkRows('first', first ?? 10));
        return products.map((row) => ({ row, view: it.view }));
      },
    }),
    version: t.int({
      description: 'Version of the table that was read; -1 without a table.',
      resolve: (it) => it.get('version'),
    }),
  }),
});

builder.queryField('statistics', (t) =>
  t.field({
    type: Statistics,
    description: 'What events come to: how many, of what type, from where, of how many customers.',
    complexity: SCAN_COST,
    args: { ...eventFilterArg, ...asOfArg },
    resolve: async (_, args, context) => {
      const filter = eventFilter(args.filter);
      return new StatisticsOf(await viewAsOf(context, args.asOf), filter);
    },
  }),
);
