import type { Random } from './random.ts';

/** A product of the shop, with its wire fields written out once. */
export interface Product {
  id: number;
  price: number;
  /** `"product_id":1,"product_name":...` without a brace or a comma at its ends. */
  json: string;
}

interface Category {
  name: string;
  brands: readonly string[];
  /** Cost in millions of VND, lowest and highest. */
  cost: readonly [number, number];
  models: readonly string[];
}

const categories: readonly Category[] = [
  {
    name: 'Laptop',
    brands: ['ASUS', 'Dell', 'HP', 'Lenovo', 'Acer', 'MSI', 'Apple'],
    cost: [10, 50],
    models: ['Laptop {} Văn phòng 14 inch', 'Laptop Gaming {} RTX 4060', 'Laptop {} Đồ họa 16 inch OLED'],
  },
  {
    name: 'PC/Máy tính',
    brands: ['Custom Build', 'Dell', 'HP', 'ASUS ROG'],
    cost: [15, 100],
    models: ['PC Gaming {} i5 | RTX 3060', 'Máy tính để bàn {} Core i7', 'Máy trạm {} Ryzen 9'],
  },
  {
    name: 'Màn hình',
    brands: ['LG', 'Samsung', 'Dell', 'AOC', 'ViewSonic'],
    cost: [2, 20],
    models: ['Màn hình {} 24" Full HD', 'Màn hình cong {} 27 inch 165Hz', 'Màn hình {} 32 inch 4K'],
  },
  {
    name: 'Bàn phím',
    brands: ['Keychron', 'Akko', 'Logitech', 'Corsair'],
    cost: [0.5, 5],
    models: ['Bàn phím cơ {} Red Switch', 'Bàn phím không dây {}', 'Bàn phím {} Gaming RGB'],
  },
  {
    name: 'Chuột',
    brands: ['Logitech', 'Razer', 'SteelSeries', 'DareU'],
    cost: [0.3, 3],
    models: ['Chuột không dây {}', 'Chuột Gaming {} 26.000 DPI', 'Chuột công thái học {}'],
  },
  {
    name: 'Tai nghe',
    brands: ['Sony', 'JBL', 'HyperX', 'Sennheiser'],
    cost: [0.5, 8],
    models: ['Tai nghe chống ồn {}', 'Tai nghe Gaming {} 7.1', 'Tai nghe nhét tai {}'],
  },
  {
    name: 'Linh kiện PC',
    brands: ['Intel', 'AMD', 'NVIDIA', 'Kingston', 'Gigabyte'],
    cost: [1, 30],
    models: ['Bộ vi xử lý {}', 'RAM {} DDR5 32GB', 'Card màn hình {}', 'Ổ cứng SSD {} 1TB', 'Nguồn {} 850W'],
  },
  {
    name: 'Phụ kiện',
    brands: ['Anker', 'Ugreen', 'Baseus', 'TP-Link'],
    cost: [0.1, 2],
    models: ['Cáp sạc {} USB-C', 'Đế tản nhiệt {}', 'Bộ chia USB {}', 'Giá đỡ màn hình {}'],
  },
];

/** 300 products with ids 1 to 300; prices are whole multiples of 100,000 VND. */
export function createProducts(random: Random): readonly Product[] {
  return Array.from({ length: 300 }, (_, index) => createProduct(index + 1, random));
}

function createProduct(id: number, random: Random): Product {
  const category = random.pick(categories);
  const brand = random.pick(category.brands);
  const name = `${random.pick(category.models).replace('{}', brand)} (bản ${random.int(1, 9)})`;
  const [low, high] = category.cost;
  const cost = (low + (high - low) * random.next()) * 1e6;
  const price = Math.max(200_000, Math.round((cost * (1.2 + 0.3 * random.next())) / 100_000) * 100_000);
  const letters = Array.from({ length: 3 }, () => String.fromCharCode(random.int(65, 90))).join('');
  const fields = {
    product_id: id,
    product_name: name,
    product_sku: `TECH-${random.int(1000, 9999)}-${letters}`,
    product_category: category.name,
    product_brand: brand,
    product_price_vnd: price,
    product_price_usd: toUsd(price),
  };
  return { id, price, json: JSON.stringify(fields).slice(1, -1) };
}

/** VND at 24,000 to the dollar, to the cent. */
export function toUsd(vnd: number): number {
  return Math.round(vnd / 240) / 100;
}
