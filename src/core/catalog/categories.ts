import { accessories } from './accessories.ts';
import { desktops, laptops } from './computers.ts';
import { headphones } from './headphones.ts';
import { monitors } from './monitors.ts';
import { parts } from './parts.ts';
import { keyboards, mice } from './peripherals.ts';
import type { ProductLine } from './product-line.ts';

/** A category of the shop. */
export interface Category {
  readonly name: string;
  /** How many of 300 products are of it. */
  readonly share: number;
  /** Months, each as likely. */
  readonly warranties: readonly number[];
  readonly lines: readonly ProductLine[];
}

/** The categories of the shop; their shares are 300 together. */
export const CATEGORIES: readonly Category[] = [
  { name: 'Laptop', share: 39, warranties: [12, 24, 24, 36], lines: laptops },
  { name: 'PC/Máy tính', share: 32, warranties: [12, 24, 36], lines: desktops },
  { name: 'Màn hình', share: 36, warranties: [24, 36, 36], lines: monitors },
  { name: 'Bàn phím', share: 39, warranties: [12, 24, 24], lines: keyboards },
  { name: 'Chuột', share: 47, warranties: [12, 24, 24], lines: mice },
  { name: 'Tai nghe', share: 39, warranties: [12, 12, 24], lines: headphones },
  { name: 'Linh kiện PC', share: 35, warranties: [36], lines: parts },
  { name: 'Phụ kiện', share: 33, warranties: [12, 12, 24], lines: accessories },
];
