/** What is counted of the events of a shop, in their order, as columns: plain data that may come from another thread. */
export interface ShopRows {
  /** Places in EVENT_TYPES. */
  types: Uint8Array;
  /** Milliseconds since 1970-01-01T00:00Z. */
  times: Float64Array;
  /** A number a session. */
  sessions: Uint32Array;
  /** 0 for a guest. */
  customers: Int32Array;
  /** The product that an event is about; 0 for none. */
  products: Int32Array;
  /** Of the purchases among them. */
  orders: readonly { items: unknown; total: number }[];
}
