/** A product of the shop. */
export interface Product {
  /** 1 to the size of the catalogue. */
  readonly id: number;
  readonly name: string;
  readonly name_en: string;
  /** `TECH-3245-KBG`. */
  readonly sku: string;
  /** EAN-13. */
  readonly barcode: string;
  readonly category: string;
  readonly brand: string;
  readonly model: string;
  /** A whole multiple of 100,000. */
  readonly price_vnd: number;
  readonly price_usd: number;
  readonly cost_vnd: number;
  readonly warranty_months: number;
  readonly stock_quantity: number;
  readonly weight_kg: number;
  /** Wall-clock time, ISO 8601. */
  readonly created_at: string;
}
