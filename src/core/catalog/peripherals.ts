import { BLACK_OR_WHITE, type Choice, type ProductLine } from './product-line.ts';

const colours: readonly Choice[] = [...BLACK_OR_WHITE, ['hồng', 3, 'Pink']];
const cherry: readonly Choice[] = [
  ['Red Switch', 0],
  ['Brown Switch', 0],
  ['Blue Switch', -2],
];

/** Costs from 0.5 to 5 million VND. */
export const keyboards: readonly ProductLine[] = [
  {
    noun: 'Bàn phím cơ',
    english: 'Mechanical Keyboard',
    weight: [660, 1350],
    models: [
      ['Akko', '3087', 900],
      ['Akko', '5075B Plus', 1_500],
      ['DareU', 'EK87', 550],
      ['Ducky', 'One 3', 2_500],
      ['Keychron', 'K2', 1_500],
      ['Keychron', 'K8 Pro', 2_000],
      ['Keychron', 'V1', 1_450],
      ['Leopold', 'FC750R', 2_600],
      ['Leopold', 'FC900R', 2_900],
    ],
    choices: [cherry, BLACK_OR_WHITE],
  },
  {
    noun: 'Bàn phím cơ Gaming',
    english: 'Mechanical Gaming Keyboard',
    weight: [850, 1250],
    models: [
      ['ASUS', 'ROG Strix Scope', 2_600],
      ['Corsair', 'K70 RGB Pro', 3_400],
      ['MSI', 'Vigor GK50 Elite', 1_500],
    ],
    choices: [cherry],
  },
  {
    noun: 'Bàn phím cơ Gaming',
    english: 'Mechanical Gaming Keyboard',
    weight: [980, 1320],
    models: [
      ['Razer', 'BlackWidow V3', 2_200],
      ['Razer', 'BlackWidow V4', 3_600],
      ['Razer', 'BlackWidow V4 75%', 3_900],
    ],
    choices: [
      [
        ['Green Switch', 0],
        ['Yellow Switch', 0],
      ],
    ],
  },
  {
    noun: 'Bàn phím cơ không dây',
    english: 'Wireless Mechanical Keyboard',
    weight: [610, 1030],
    models: [
      ['Logitech', 'G915 TKL Lightspeed', 3_900],
      ['Logitech', 'G Pro X TKL Lightspeed', 3_600],
    ],
    choices: [
      [
        ['Tactile', 0],
        ['Linear', 0],
      ],
      BLACK_OR_WHITE,
    ],
  },
  {
    noun: 'Bàn phím Gaming',
    english: 'Gaming Keyboard',
    weight: [640, 970],
    models: [
      ['SteelSeries', 'Apex 3', 900],
      ['SteelSeries', 'Apex 7', 2_600],
      ['SteelSeries', 'Apex Pro', 4_000],
    ],
    choices: [
      [
        ['TKL', 0],
        ['Full-size', 12],
      ],
    ],
  },
  {
    noun: 'Bàn phím không dây',
    english: 'Wireless Keyboard',
    weight: [410, 820],
    models: [
      ['Apple', 'Magic Keyboard', 2_000],
      ['Dell', 'KM3322W', 560],
      ['Logitech', 'MX Keys S', 2_100],
      ['Logitech', 'Pebble Keys 2 K380s', 700],
      ['Logitech', 'Signature K650', 750],
      ['Rapoo', 'E9050G', 550],
    ],
    choices: [BLACK_OR_WHITE],
  },
];

/** Costs from 0.3 to 3 million VND. */
export const mice: readonly ProductLine[] = [
  {
    noun: 'Chuột Gaming',
    english: 'Gaming Mouse',
    weight: [60, 120],
    models: [
      ['ASUS', 'ROG Gladius III', 1_700],
      ['ASUS', 'TUF Gaming M3', 400],
      ['Corsair', 'Harpoon RGB Pro', 480],
      ['Corsair', 'Katar Pro', 420],
      ['Corsair', 'M65 RGB Ultra', 1_100],
      ['HyperX', 'Pulsefire Haste 2', 950],
      ['Razer', 'Basilisk V3', 1_050],
      ['Razer', 'Cobra', 750],
      ['Razer', 'DeathAdder V3', 1_300],
      ['SteelSeries', 'Prime', 900],
      ['SteelSeries', 'Rival 3', 550],
      ['SteelSeries', 'Rival 5', 1_000],
    ],
    choices: [BLACK_OR_WHITE],
  },
  {
    noun: 'Chuột Gaming',
    english: 'Gaming Mouse',
    weight: [80, 110],
    models: [
      ['Logitech', 'G102 Lightsync', 330],
      ['Logitech', 'G304 Lightspeed', 600],
      ['Razer', 'DeathAdder Essential', 380],
    ],
    choices: [colours],
  },
  {
    noun: 'Chuột Gaming không dây',
    english: 'Wireless Gaming Mouse',
    weight: [50, 110],
    models: [
      ['ASUS', 'ROG Harpe Ace', 2_300],
      ['Corsair', 'Dark Core RGB Pro', 1_650],
      ['HyperX', 'Pulsefire Dart', 1_400],
      ['Logitech', 'G502 X Lightspeed', 2_200],
      ['Logitech', 'G703 Lightspeed', 1_500],
      ['Logitech', 'G Pro X Superlight 2', 2_700],
      ['Razer', 'Basilisk V3 Pro', 2_600],
      ['Razer', 'Viper V3 HyperSpeed', 1_300],
      ['Razer', 'Viper V3 Pro', 2_800],
      ['SteelSeries', 'Aerox 3 Wireless', 1_500],
    ],
    choices: [BLACK_OR_WHITE],
  },
  {
    noun: 'Chuột không dây',
    english: 'Wireless Mouse',
    weight: [70, 140],
    models: [
      ['Dell', 'MS3320W', 380],
      ['HP', 'Z3700', 330],
      ['Logitech', 'M650 Signature', 520],
      ['Logitech', 'MX Anywhere 3S', 1_450],
      ['Logitech', 'Pebble 2 M350s', 420],
      ['Microsoft', 'Bluetooth Mouse', 360],
      ['Rapoo', 'M300', 330],
    ],
    choices: [colours],
  },
  {
    noun: 'Chuột công thái học',
    english: 'Ergonomic Mouse',
    weight: [110, 160],
    models: [
      ['Logitech', 'Lift', 1_150],
      ['Logitech', 'MX Master 3S', 1_900],
      ['Logitech', 'MX Vertical', 1_800],
      ['Microsoft', 'Sculpt', 1_000],
      ['Rapoo', 'MT760', 650],
    ],
    choices: [BLACK_OR_WHITE],
  },
];
