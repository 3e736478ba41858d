import type { ProductLine } from './product-line.ts';

/** Costs from 2 to 20 million VND. */
export const monitors: readonly ProductLine[] = [
  {
    noun: 'Màn hình',
    english: 'Monitor',
    weight: [2800, 4600],
    models: [
      ['AOC', 'B3', 2_150],
      ['ASUS', 'Eye Care VA', 2_400],
      ['Dell', 'SE', 2_500],
      ['LG', 'MR400', 2_300],
      ['MSI', 'PRO MP', 2_150],
      ['Samsung', 'Essential S3', 2_250],
      ['ViewSonic', 'VA', 2_150],
    ],
    choices: [
      [
        ['22 inch', 0],
        ['24 inch', 12],
        ['27 inch', 40],
      ],
      [['Full HD 100Hz', 0]],
    ],
  },
  {
    noun: 'Màn hình Gaming',
    english: 'Gaming Monitor',
    weight: [3600, 7900],
    models: [
      ['Acer', 'Nitro', 2_900],
      ['AOC', 'Gaming G', 3_000],
      ['ASUS', 'TUF Gaming', 3_500],
      ['Gigabyte', 'M Series', 3_300],
      ['LG', 'UltraGear', 3_700],
      ['MSI', 'MAG', 3_100],
      ['Samsung', 'Odyssey', 3_800],
    ],
    choices: [
      [
        ['24 inch Full HD 165Hz', 0],
        ['24 inch Full HD 180Hz', 6],
        ['27 inch 2K 165Hz', 45],
        ['27 inch 2K 180Hz', 55],
        ['32 inch 2K 165Hz', 85],
        ['27 inch 4K 144Hz', 190],
        ['32 inch 4K 144Hz', 240],
      ],
    ],
  },
  {
    noun: 'Màn hình Đồ họa',
    english: 'Professional Monitor',
    weight: [5600, 9800],
    models: [
      ['ASUS', 'ProArt', 6_800],
      ['BenQ', 'DesignVue', 7_800],
      ['Dell', 'UltraSharp', 8_300],
      ['LG', 'UltraFine', 7_600],
      ['ViewSonic', 'ColorPro', 6_900],
    ],
    choices: [
      [
        ['27 inch 2K', 0],
        ['27 inch 4K', 40],
        ['32 inch 4K', 80],
      ],
      [['IPS USB-C 60Hz', 0]],
    ],
  },
  {
    noun: 'Màn hình Ultrawide',
    english: 'Ultrawide Monitor',
    weight: [6200, 9400],
    models: [
      ['ASUS', 'TUF Gaming Curved', 9_500],
      ['Dell', 'UltraSharp Curved', 14_500],
      ['LG', 'UltraWide', 8_400],
      ['MSI', 'MAG Curved', 8_600],
      ['Samsung', 'ViewFinity', 9_800],
    ],
    choices: [
      [
        ['34 inch WQHD 100Hz', 0],
        ['34 inch WQHD 120Hz', 12],
      ],
    ],
  },
];
