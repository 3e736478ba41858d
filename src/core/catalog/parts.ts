import type { ProductLine } from './product-line.ts';

/** Costs from 1 to 30 million VND. */
export const parts: readonly ProductLine[] = [
  {
    noun: 'CPU',
    english: 'Processor',
    weight: [50, 110],
    models: [
      ['AMD', 'Ryzen 5 5600', 2_300],
      ['AMD', 'Ryzen 5 7600', 4_300],
      ['AMD', 'Ryzen 7 7800X3D', 9_000],
      ['AMD', 'Ryzen 9 7950X', 12_500],
      ['Intel', 'Core i3-14100F', 2_100],
      ['Intel', 'Core i5-12400F', 2_500],
      ['Intel', 'Core i5-14400F', 3_700],
      ['Intel', 'Core i7-14700K', 8_200],
      ['Intel', 'Core i9-14900K', 11_500],
    ],
    choices: [
      [
        ['Box', 0],
        ['Tray', -5],
      ],
    ],
  },
  {
    noun: 'Card đồ họa',
    english: 'Graphics Card',
    weight: [680, 2100],
    models: [
      ['ASUS', 'Dual GeForce RTX 4060 8GB', 7_200],
      ['ASUS', 'TUF Gaming GeForce RTX 4080 Super 16GB', 27_500],
      ['Gigabyte', 'Windforce GeForce RTX 4070 12GB', 14_000],
      ['Gigabyte', 'Gaming Radeon RX 7800 XT 16GB', 12_800],
      ['Intel', 'Arc A750 8GB', 5_200],
      ['MSI', 'Gaming X Slim GeForce RTX 4070 Super 12GB', 16_500],
      ['MSI', 'Ventus 2X GeForce RTX 4060 8GB', 7_000],
      ['NVIDIA', 'GeForce RTX 4070 Super Founders Edition 12GB', 15_800],
      ['Sapphire', 'Nitro+ Radeon RX 7800 XT 16GB', 13_000],
      ['Sapphire', 'Pulse Radeon RX 7600 8GB', 6_200],
    ],
    choices: [],
  },
  {
    noun: 'Mainboard',
    english: 'Motherboard',
    weight: [750, 1200],
    models: [
      ['ASUS', 'Prime B760M-A', 2_700],
      ['Gigabyte', 'B760M DS3H', 2_400],
      ['MSI', 'PRO B760M-A WiFi', 3_100],
    ],
    choices: [
      [
        ['DDR4', 0],
        ['DDR5', 10],
      ],
    ],
  },
  {
    noun: 'Mainboard',
    english: 'Motherboard',
    weight: [850, 1900],
    models: [
      ['ASRock', 'B650M Pro RS', 3_100],
      ['ASUS', 'TUF Gaming B650-Plus', 4_400],
      ['Gigabyte', 'X670E Aorus Master', 9_800],
      ['MSI', 'MAG B650M Mortar', 4_200],
    ],
    choices: [[['AM5 DDR5', 0]]],
  },
  {
    noun: 'RAM',
    english: 'Memory',
    weight: [50, 110],
    models: [
      ['Corsair', 'Vengeance', 1_350],
      ['G.Skill', 'Ripjaws S5', 1_250],
      ['Kingston', 'Fury Beast', 1_300],
      ['TeamGroup', 'T-Force Delta', 1_200],
    ],
    choices: [
      [
        ['DDR5 16GB 5600MHz', 0],
        ['DDR5 32GB 6000MHz', 85],
        ['DDR5 64GB 6000MHz', 270],
      ],
    ],
  },
  {
    noun: 'SSD',
    english: 'SSD',
    weight: [40, 60],
    models: [
      ['Crucial', 'P3 Plus', 1_300],
      ['Kingston', 'KC3000', 1_900],
      ['Kingston', 'NV3', 1_300],
      ['Samsung', '990 Pro', 2_300],
      ['Western Digital', 'Black SN770', 1_600],
    ],
    choices: [
      [
        ['NVMe 1TB', 0],
        ['NVMe 2TB', 75],
      ],
    ],
  },
  {
    noun: 'Nguồn',
    english: 'Power Supply',
    weight: [1400, 2100],
    models: [
      ['Cooler Master', 'MWE Gold', 1_900],
      ['Corsair', 'RMe', 2_300],
      ['MSI', 'MAG A-GL', 2_000],
      ['Seasonic', 'Focus GX', 2_500],
    ],
    choices: [
      [
        ['750W', 0],
        ['850W', 12],
        ['1000W', 45],
      ],
    ],
  },
];
