import { EVENT_TYPES } from '../event-types.ts';
import { HashTable } from '../hash/hash-table.ts';
import { hashText } from '../hash/hash-text.ts';
import { checkContext, checkGuest } from './coherence/context.ts';
import { Faults, type BrokenRule } from './coherence/faults.ts';
import { Play } from './coherence/play.ts';
import { Recent } from './coherence/recent.ts';
import { newSession, type RawEvent, type SessionState } from './coherence/state.ts';
import { checkOrder, StreamClock } from './coherence/times.ts';
import { checkName, checkText, checkTruth, checkWhole } from './coherence/values.ts';

export interface CoherenceOptions {
  /**
   * Milliseconds of the stream without an event after which a session is forgotten, with its cart and its checkouts: when it
   * comes back it is a new one. Default Infinity: none is.
   */
  forgetAfter?: number;
  /** Examples kept a rule. Default 5. */
  examples?: number;
  /** Whether repeated event ids are looked for. Default true. */
  ids?: boolean;
}

export interface CoherenceReport {
  events: number;
  /** Events with at least one fault. */
  impossible: number;
  /** Sessions; one that comes back after it was forgotten counts again. */
  sessions: number;
  /** The rules that were broken, in the order of RULES. */
  rules: BrokenRule[];
}

const TYPES: ReadonlySet<unknown> = new Set(EVENT_TYPES);

/**
 * Counts the impossible events of a stream, rule by rule (see RULES), and never throws over what an event holds. An event whose
 * id came before is counted as that and otherwise passed over.
 *
 * Memory: about 450 bytes a session, 250 more with a cart and 100 a line of it, for the sessions with an event within the last
 * 2 x `forgetAfter` of a stream in order of time, at most 2^24 sessions; up to 37 bytes an event with `ids`; every product;
 * about 200 bytes an order that was bought.
 */
export class CoherenceChecker {
  readonly #faults: Faults;
  readonly #ids: HashTable | null;
  readonly #hash = new Uint32Array(4);
  readonly #clock = new StreamClock();
  readonly #sessions: Recent<SessionState>;
  readonly #play: Play;
  #sessionCount = 0;

  /** @throws {RangeError} for a time or a number of examples below 0 */
  constructor({ forgetAfter = Number.POSITIVE_INFINITY, examples = 5, ids = true }: CoherenceOptions = {}) {
    if (!(forgetAfter >= 0))
      throw new RangeError(`Cannot check coherence as forgetAfter must not be below 0: ${forgetAfter}`);
    if (!Number.isSafeInteger(examples) || examples < 0)
      throw new RangeError(
        `Cannot check coherence as examples must be a whole number not below 0: ${examples}`,
      );
    this.#faults = new Faults(examples);
    this.#ids = ids ? new HashTable() : null;
    this.#sessions = new Recent(forgetAfter);
    this.#play = new Play(this.#faults, forgetAfter);
  }

  /** Sessions that are remembered. */
  get remembered(): number {
    return this.#sessions.size;
  }

  /** Takes the next event of the stream, a parsed JSON object of any kind. */
  add(event: Readonly<Record<string, unknown>>): void {
    const faults = this.#faults;
    const raw: RawEvent = typeof event === 'object' && event !== null ? event : {};
    const { event_id: id, event_type: type, session_id: sessionId } = raw;
    faults.begin(id);
    if (typeof id !== 'string' || id === '') {
      faults.note('missing_field', 'event_id', id);
    } else if (this.#isRepeated(id)) {
      faults.note('event_id_repeated', 'event_id', id);
      return;
    }
    const time = this.#clock.read(raw, faults);
    if (typeof type !== 'string' || type === '') faults.note('missing_field', 'event_type', type);
    else if (!TYPES.has(type)) faults.note('unknown_type', 'event_type', type);
    checkCommon(raw, faults);
    if (typeof sessionId !== 'string' || sessionId === '') {
      faults.note('missing_field', 'session_id', sessionId);
      this.#play.add(raw, { ...newSession(''), isUnsure: true }, time, this.#clock.now);
      return;
    }
    const session = this.#sessionOf(sessionId);
    checkContext(raw, session, faults);
    checkOrder(time, session, faults);
    this.#play.add(raw, session, time, this.#clock.now);
    if (Number.isNaN(session.start)) session.start = Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
    session.last = time;
  }

  /** What was found so far; more events may follow. */
  finish(): CoherenceReport {
    const { events, impossible } = this.#faults;
    return { events, impossible, sessions: this.#sessionCount, rules: this.#faults.broken() };
  }

  #isRepeated(id: string): boolean {
    if (this.#ids === null) return false;
    hashText(id, this.#hash, 0);
    const { size } = this.#ids;
    return this.#ids.add(this.#hash, 0) < size;
  }

  #sessionOf(id: string): SessionState {
    const { now } = this.#clock;
    const known = this.#sessions.get(id, now);
    if (known !== undefined) return known;
    const session = newSession(id);
    this.#sessions.set(id, session, now);
    this.#sessionCount++;
    return session;
  }
}

/** What every event has. */
function checkCommon(event: RawEvent, faults: Faults): void {
  const { customer_id, is_guest, product_id, order_id } = event;
  checkWhole('customer_id', customer_id, faults);
  checkTruth('is_guest', is_guest, faults);
  checkGuest(event, faults);
  checkName('source', event.source, faults);
  checkName('device', event.device, faults);
  checkWhole('product_id', product_id, faults);
  checkText('order_id', order_id, faults);
}
