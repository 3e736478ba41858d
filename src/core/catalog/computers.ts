import type { Choice, ProductLine } from './product-line.ts';

const ultra: readonly Choice[] = [
  ['Core Ultra 5', 0],
  ['Core Ultra 7', 16],
];
const core: readonly Choice[] = [
  ['Core i5', 0],
  ['Core i7', 18],
];
const laptopCards: readonly Choice[] = [
  ['RTX 4050', 0],
  ['RTX 4060', 15],
];
const laptopMemory: readonly Choice[] = [
  ['16GB 512GB', 0],
  ['16GB 1TB', 6],
];

/** Costs from 10 to 50 million VND. */
export const laptops: readonly ProductLine[] = [
  {
    noun: 'Laptop',
    english: 'Laptop',
    weight: [1240, 1510],
    models: [
      ['Apple', 'MacBook Air 13 M2', 18_500],
      ['Apple', 'MacBook Air 13 M3', 22_000],
      ['Apple', 'MacBook Air 15 M3', 26_000],
    ],
    choices: [
      [
        ['16GB 256GB', 0],
        ['16GB 512GB', 15],
        ['24GB 512GB', 28],
      ],
      [
        ['Midnight', 0],
        ['Starlight', 0],
      ],
    ],
  },
  {
    noun: 'Laptop',
    english: 'Laptop',
    weight: [1550, 1610],
    models: [['Apple', 'MacBook Pro 14 M4', 33_000]],
    choices: [
      [
        ['16GB 512GB', 0],
        ['16GB 1TB', 14],
        ['24GB 1TB', 27],
      ],
      [
        ['Space Black', 0],
        ['Silver', 0],
      ],
    ],
  },
  {
    noun: 'Laptop',
    english: 'Laptop',
    weight: [1190, 1630],
    models: [
      ['Acer', 'Swift Go 14', 16_000],
      ['ASUS', 'ExpertBook B5', 18_500],
      ['ASUS', 'Zenbook 14 OLED', 20_500],
      ['Dell', 'Latitude 5450', 21_500],
      ['Dell', 'XPS 13', 31_000],
      ['HP', 'Pavilion Plus 14', 18_000],
      ['HP', 'ProBook 440 G11', 16_500],
      ['Lenovo', 'ThinkPad E14 Gen 6', 17_000],
      ['Lenovo', 'Yoga Slim 7i', 21_000],
      ['MSI', 'Prestige 14 AI Evo', 20_000],
    ],
    choices: [
      ultra,
      [
        ['16GB 512GB', 0],
        ['32GB 1TB', 20],
      ],
    ],
  },
  {
    noun: 'Laptop Gaming',
    english: 'Gaming Laptop',
    weight: [2250, 2900],
    models: [
      ['Acer', 'Predator Helios Neo 16', 25_500],
      ['ASUS', 'ROG Strix G16', 27_500],
      ['Dell', 'G15', 20_500],
      ['HP', 'Victus 16', 20_000],
      ['Lenovo', 'Legion 5i', 25_000],
      ['MSI', 'Katana 15', 19_500],
    ],
    choices: [core, laptopCards, laptopMemory],
  },
  {
    noun: 'Laptop Gaming',
    english: 'Gaming Laptop',
    weight: [2100, 2400],
    models: [
      ['Acer', 'Nitro V 15', 17_000],
      ['ASUS', 'TUF Gaming A15', 18_500],
      ['HP', 'Victus 15', 16_500],
      ['Lenovo', 'LOQ 15', 17_500],
    ],
    choices: [
      [
        ['Ryzen 5', 0],
        ['Ryzen 7', 14],
      ],
      laptopCards,
      laptopMemory,
    ],
  },
  {
    noun: 'Laptop Workstation',
    english: 'Workstation Laptop',
    weight: [1380, 1760],
    models: [
      ['Dell', 'Precision 3490', 32_000],
      ['HP', 'ZBook Firefly 14', 33_000],
      ['Lenovo', 'ThinkPad P14s', 31_000],
    ],
    choices: [
      ultra,
      [
        ['32GB 1TB', 0],
        ['64GB 1TB', 18],
      ],
    ],
  },
  {
    noun: 'Laptop',
    english: 'Laptop',
    weight: [1600, 1760],
    models: [
      ['Acer', 'Aspire 3 15', 11_000],
      ['ASUS', 'Vivobook 15', 11_500],
      ['HP', '15s', 11_500],
      ['Lenovo', 'IdeaPad Slim 3', 11_000],
    ],
    choices: [
      [
        ['Core i5', 0],
        ['Ryzen 5', -3],
      ],
      [
        ['8GB 512GB', 0],
        ['16GB 512GB', 8],
      ],
    ],
  },
];

/** Costs from 15 to 91 million VND. */
export const desktops: readonly ProductLine[] = [
  {
    noun: 'PC Gaming',
    english: 'Gaming PC',
    weight: [9500, 14_500],
    models: [
      ['Custom Build', 'Airflow', 17_500],
      ['Custom Build', 'RGB', 18_500],
      ['Custom Build', 'Silent', 18_500],
    ],
    choices: [
      [
        ['Core i5-14400F', 0],
        ['Core i7-14700F', 28],
        ['Ryzen 5 7600', 3],
        ['Ryzen 7 7800X3D', 33],
      ],
      [
        ['RTX 4060', 0],
        ['RX 7800 XT', 28],
        ['RTX 4070 Super', 40],
        ['RTX 4080 Super', 110],
      ],
      [
        ['16GB', 0],
        ['32GB', 8],
      ],
    ],
  },
  {
    noun: 'PC Workstation',
    english: 'Workstation PC',
    weight: [13_000, 18_500],
    models: [
      ['Custom Build', 'Studio', 35_000],
      ['Custom Build', 'Render', 37_000],
    ],
    choices: [
      [
        ['Core i9-14900K', 0],
        ['Ryzen 9 7950X', 2],
        ['Threadripper 7960X', 60],
      ],
      [
        ['RTX 4070 Ti Super', 0],
        ['RTX 4090', 60],
      ],
      [
        ['64GB', 0],
        ['128GB', 12],
      ],
    ],
  },
  {
    noun: 'PC Gaming',
    english: 'Gaming PC',
    weight: [8500, 14_000],
    models: [
      ['Acer', 'Predator Orion 3000', 25_500],
      ['ASUS', 'ROG Strix G13', 26_000],
      ['Dell', 'Alienware Aurora R16', 33_000],
      ['HP', 'Omen 25L', 27_000],
      ['Lenovo', 'Legion Tower 5i', 27_500],
      ['MSI', 'Infinite S3', 24_000],
    ],
    choices: [
      core,
      [
        ['RTX 4060', 0],
        ['RTX 4070', 25],
      ],
      [
        ['16GB 512GB', 0],
        ['32GB 1TB', 10],
      ],
    ],
  },
  {
    noun: 'PC Văn phòng',
    english: 'Office PC',
    weight: [4200, 6800],
    models: [
      ['Acer', 'Veriton X', 16_200],
      ['ASUS', 'ExpertCenter D7', 16_600],
      ['Dell', 'OptiPlex 7020', 17_500],
      ['HP', 'Pro Tower 400 G9', 17_000],
      ['Lenovo', 'ThinkCentre neo 50t', 16_500],
    ],
    choices: [
      core,
      [
        ['16GB 512GB', 0],
        ['32GB 1TB', 20],
      ],
    ],
  },
  {
    noun: 'Máy tính',
    english: 'Desktop Computer',
    weight: [670, 730],
    models: [['Apple', 'Mac mini M4', 16_000]],
    choices: [
      [
        ['16GB 256GB', 0],
        ['16GB 512GB', 25],
        ['24GB 512GB', 50],
      ],
    ],
  },
  {
    noun: 'Máy tính',
    english: 'All-in-One Computer',
    weight: [4420, 4440],
    models: [['Apple', 'iMac 24 M4', 33_500]],
    choices: [
      [
        ['16GB 256GB', 0],
        ['16GB 512GB', 14],
        ['24GB 512GB', 28],
      ],
      [
        ['xanh dương', 0, 'Blue'],
        ['bạc', 0, 'Silver'],
      ],
    ],
  },
];
