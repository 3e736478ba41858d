/** What the statistics need of an event; a CartEvent with its session's number is one. */
export interface EventFacts {
  event_type: string;
  /** Null counts as `unknown`. */
  source: string | null;
  /** Null counts as `unknown`. */
  device: string | null;
  /** Day in the shop's zone, YYYY-MM-DD. */
  date: string;
  /** Hour in the shop's zone, 0 to 23. */
  hour: number;
  /** Null for a guest. */
  customer_id: number | null;
  product_id: number | null;
  product_name: string | null;
  /** A whole number that stands for the session_id all over the run. */
  session: number;
}
