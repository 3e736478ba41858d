import type { OpenAPIHono } from '@hono/zod-openapi';
import type { EventsQuestion } from '../core/questions/questions.ts';
import { PRODUCT_TYPES } from '../core/wire-details.ts';
import type { WireEvent } from '../core/wire-event.ts';
import type { Desk } from './desk.ts';
import { noData, success } from './envelope.ts';
import { type Versioned, versioned } from './etag.ts';
import { customerRoute, listRoute, productRoute, sessionRoute } from './events-routes.ts';
import { endOf, startOf } from './moment.ts';
import { wireEvents } from './wire.ts';

/** Adds the routes that list events. */
export function addEvents(app: OpenAPIHono, desk: Desk): void {
  const { questions, zone } = desk;
  const toWire = wireEvents(zone);

  async function found(msg: string, question: EventsQuestion): Promise<Versioned<WireEvent[]>> {
    const { rows, total, version } = await questions.events(question);
    if (total === 0 && (await isEmpty(question.signal))) return { version, envelope: noData() };
    const data = rows.map(({ row }) => toWire(row));
    const counted = question.order === 'oldest' ? null : total;
    return { version, envelope: success(msg, data, { count: data.length, total: counted }) };
  }

  async function isEmpty(signal: AbortSignal | undefined): Promise<boolean> {
    const asking = signal === undefined ? {} : { signal };
    return (await questions.events({ ...asking, page: { first: 0 } })).total === 0;
  }

  app.openapi(listRoute, (context) => {
    const asked = context.req.valid('query');
    const { limit: first, offset, event_type, source, device, start_date, end_date } = asked;
    const filter = {
      ...(event_type !== undefined && { types: [event_type] }),
      ...(source !== undefined && { sources: [source] }),
      ...(device !== undefined && { devices: [device] }),
      ...(start_date !== undefined && { from: startOf(start_date, zone) }),
      ...(end_date !== undefined && { to: endOf(end_date, zone) }),
    };
    return versioned(context, desk, [listRoute.path, first, offset, filter], (signal) =>
      found('Events retrieved successfully', { filter, page: { first, offset }, signal }),
    );
  });

  app.openapi(customerRoute, (context) => {
    const { customer_id } = context.req.valid('param');
    const { limit: first } = context.req.valid('query');
    const filter = { customers: [customer_id] };
    return versioned(context, desk, [customerRoute.path, customer_id, first], (signal) =>
      found(`Events for customer ${customer_id}`, { filter, page: { first }, signal }),
    );
  });

  app.openapi(productRoute, (context) => {
    const { product_id } = context.req.valid('param');
    const { limit: first } = context.req.valid('query');
    const filter = { products: [product_id], types: PRODUCT_TYPES };
    return versioned(context, desk, [productRoute.path, product_id, first], (signal) =>
      found(`Events for product ${product_id}`, { filter, page: { first }, signal }),
    );
  });

  app.openapi(sessionRoute, (context) => {
    const { session_id } = context.req.valid('param');
    const { limit: first } = context.req.valid('query');
    const filter = { sessions: [session_id] };
    return versioned(context, desk, [sessionRoute.path, session_id, first], (signal) =>
      found(`Events for session ${session_id}`, { filter, order: 'oldest', page: { first }, signal }),
    );
  });
}
