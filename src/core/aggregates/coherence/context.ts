import type { Faults } from './faults.ts';
import { isGiven, type RawEvent, type SessionState } from './state.ts';

/** Sees whether an event has its session's context, which it may complete or change. */
export function checkContext(event: RawEvent, session: SessionState, faults: Faults): void {
  const { customer_id, is_guest, source, device, browser, ip_address, user_agent } = event;
  if (customer_id !== session.customer_id)
    session.customer_id = changed('customer_id', session.customer_id, customer_id, faults);
  if (is_guest !== session.is_guest)
    session.is_guest = changed('is_guest', session.is_guest, is_guest, faults);
  if (source !== session.source) session.source = changed('source', session.source, source, faults);
  if (device !== session.device) session.device = changed('device', session.device, device, faults);
  if (browser !== session.browser) session.browser = changed('browser', session.browser, browser, faults);
  if (ip_address !== session.ip_address)
    session.ip_address = changed('ip_address', session.ip_address, ip_address, faults);
  if (user_agent !== session.user_agent)
    session.user_agent = changed('user_agent', session.user_agent, user_agent, faults);
}

/** Sees whether an event says the same of its customer twice. */
export function checkGuest({ customer_id, is_guest }: RawEvent, faults: Faults): void {
  if (customer_id === undefined || !isGiven(is_guest)) return;
  if (is_guest !== (customer_id === null)) faults.note('guest', 'is_guest', is_guest, customer_id === null);
}

/** The value that holds from now on. */
function changed(field: string, before: unknown, now: unknown, faults: Faults): unknown {
  if (now === undefined) return before;
  if (before !== undefined && !Object.is(before, now)) faults.note('context_changed', field, now, before);
  return now;
}
