import { BLACK_OR_WHITE, type ProductLine } from './product-line.ts';

/** Costs from 0.15 to 2 million VND. */
export const accessories: readonly ProductLine[] = [
  {
    noun: 'Cáp sạc',
    english: 'Charging Cable',
    weight: [40, 90],
    models: [
      ['Anker', 'PowerLine III', 200],
      ['Baseus', 'Crystal Shine', 165],
      ['Belkin', 'BoostCharge', 320],
      ['Ugreen', 'Nylon 100W', 175],
    ],
    choices: [
      [
        ['USB-C 1m', 0],
        ['USB-C 2m', 20],
      ],
    ],
  },
  {
    noun: 'Hub USB-C',
    english: 'USB-C Hub',
    weight: [70, 140],
    models: [
      ['Anker', 'PowerExpand', 650],
      ['Baseus', 'Metal Gleam', 480],
      ['Orico', 'Aluminium', 420],
      ['Ugreen', 'Revodok', 500],
    ],
    choices: [
      [
        ['5 trong 1', 0, '5-in-1'],
        ['7 trong 1', 40, '7-in-1'],
      ],
    ],
  },
  {
    noun: 'Dock',
    english: 'Docking Station',
    weight: [180, 420],
    models: [
      ['Baseus', 'Joystar', 1_250],
      ['Orico', 'Desktop', 1_200],
      ['Ugreen', 'Revodok Pro', 1_350],
    ],
    choices: [
      [
        ['9 trong 1', 0, '9-in-1'],
        ['13 trong 1', 38, '13-in-1'],
      ],
    ],
  },
  {
    noun: 'Giá đỡ laptop',
    english: 'Laptop Stand',
    weight: [260, 1300],
    models: [
      ['Baseus', 'Foldable', 320],
      ['Nillkin', 'ProDesk', 600],
      ['Rain Design', 'mStand', 1_000],
      ['Ugreen', 'Adjustable', 380],
    ],
    choices: [
      [
        ['bạc', 0, 'Silver'],
        ['xám', 0, 'Gray'],
      ],
    ],
  },
  {
    noun: 'Adapter sạc',
    english: 'Charger',
    weight: [90, 260],
    models: [
      ['Anker', 'Prime GaN', 620],
      ['Baseus', 'GaN5 Pro', 450],
      ['Ugreen', 'Nexode', 500],
    ],
    choices: [
      [
        ['65W', 0],
        ['100W', 80],
      ],
      BLACK_OR_WHITE,
    ],
  },
  {
    noun: 'Balo laptop',
    english: 'Laptop Backpack',
    weight: [600, 1200],
    models: [
      ['Mikkor', 'The Gibson', 520],
      ['Targus', 'CityLite', 850],
      ['Tomtoc', 'Navigator', 1_100],
    ],
    choices: [
      [
        ['14 inch', 0],
        ['15.6 inch', 8],
      ],
      [
        ['đen', 0, 'Black'],
        ['xám', 0, 'Gray'],
      ],
    ],
  },
  {
    noun: 'Túi chống sốc',
    english: 'Laptop Sleeve',
    weight: [180, 380],
    models: [
      ['Tomtoc', 'Defender', 480],
      ['WiWU', 'Pilot', 330],
    ],
    choices: [
      [
        ['13 inch', 0],
        ['14 inch', 4],
        ['16 inch', 10],
      ],
    ],
  },
  {
    noun: 'Lót chuột',
    english: 'Mouse Pad',
    weight: [120, 480],
    models: [
      ['Corsair', 'MM300', 290],
      ['Razer', 'Gigantus V2', 220],
      ['SteelSeries', 'QcK', 200],
    ],
    choices: [
      [
        ['M', 0, 'Medium'],
        ['L', 40, 'Large'],
        ['XXL', 150, 'Extra Large'],
      ],
    ],
  },
  {
    noun: 'Webcam',
    english: 'Webcam',
    weight: [70, 170],
    models: [
      ['Logitech', 'C270 HD', 420],
      ['Logitech', 'C922 Pro', 1_600],
      ['Razer', 'Kiyo X', 1_050],
    ],
    choices: [],
  },
];
