import type { StoredEvent } from '../core/questions/answers.ts';
import { builder } from './builder.ts';

/** Where a visit came from, as the address of its page said. */
export const Utm = builder.objectRef<StoredEvent>('Utm').implement({
  description:
    'The campaign that a visit came from, as the address of its page said; empty where it did not.',
  fields: (t) => ({
    source: t.exposeString('utm_source', { description: 'Who sent the visitor, such as `google`.' }),
    medium: t.exposeString('utm_medium', { description: 'By what means, such as `cpc` or `email`.' }),
    campaign: t.exposeString('utm_campaign', { description: 'Name of the campaign.' }),
  }),
});

/** What the client was. */
export const Client = builder.objectRef<StoredEvent>('Client').implement({
  description: 'The program that an event came from, and the page it was on.',
  fields: (t) => ({
    browser: t.exposeString('browser', { nullable: true, description: 'Name of the browser.' }),
    ipAddress: t.exposeString('ip_address', {
      nullable: true,
      description: 'Internet address of the client.',
    }),
    userAgent: t.exposeString('user_agent', { nullable: true, description: 'What the client calls itself.' }),
    pageUrl: t.exposeString('page_url', { nullable: true, description: 'Address of the page.' }),
    referrer: t.exposeString('referrer', {
      description: 'Address of the page before; empty where there was none.',
    }),
  }),
});

/** What was done on a page. */
export const PageVisit = builder.objectRef<StoredEvent>('PageVisit').implement({
  description:
    'What was done on a page: looking, scrolling, leaving. Null where the event says nothing of it.',
  fields: (t) => ({
    viewDurationSeconds: t.exposeFloat('view_duration_seconds', {
      nullable: true,
      description: 'How long a product was looked at.',
    }),
    scrollDepthPercent: t.exposeFloat('scroll_depth_percent', {
      nullable: true,
      description: 'How far down the page was scrolled.',
    }),
    pageHeight: t.exposeFloat('page_height', {
      nullable: true,
      description: 'Height of the page in pixels.',
    }),
    scrollPosition: t.exposeFloat('scroll_position', {
      nullable: true,
      description: 'Where the page was scrolled to, in pixels from its top.',
    }),
    timeOnPageSeconds: t.exposeFloat('time_on_page_seconds', {
      nullable: true,
      description: 'How long the page was open.',
    }),
    exitType: t.exposeString('exit_type', {
      nullable: true,
      description: 'How the page was left: `close_tab`, `back_button`, `navigate_away`.',
    }),
  }),
});

/** What was searched for. */
export const Search = builder.objectRef<StoredEvent>('Search').implement({
  description: 'What was searched for, and found.',
  fields: (t) => ({
    query: t.exposeString('search_query', { nullable: true, description: 'What was typed.' }),
    resultsCount: t.exposeInt('results_count', {
      nullable: true,
      description: 'How many products were found.',
    }),
    type: t.exposeString('search_type', {
      nullable: true,
      description: 'Where it was searched: `keyword`, `category`, `brand`.',
    }),
  }),
});
