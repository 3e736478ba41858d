import { BLACK_OR_WHITE, type Choice, type ProductLine } from './product-line.ts';

const colours: readonly Choice[] = [...BLACK_OR_WHITE, ['xanh dương', 0, 'Blue']];

/** Costs from 0.5 to 8 million VND. */
export const headphones: readonly ProductLine[] = [
  {
    noun: 'Tai nghe Gaming',
    english: 'Gaming Headset',
    weight: [240, 350],
    models: [
      ['Corsair', 'HS35', 550],
      ['Corsair', 'HS65 Surround', 1_200],
      ['HyperX', 'Cloud III', 1_700],
      ['HyperX', 'Cloud Stinger 2', 750],
      ['Logitech', 'G335', 950],
      ['Logitech', 'G435 Lightspeed', 1_100],
      ['Logitech', 'G733 Lightspeed', 2_200],
      ['Logitech', 'G Pro X 2 Lightspeed', 4_100],
      ['Razer', 'Barracuda X', 1_800],
      ['Razer', 'BlackShark V2 X', 900],
      ['Razer', 'BlackShark V2 Pro', 3_400],
      ['SteelSeries', 'Arctis Nova 1', 1_000],
      ['SteelSeries', 'Arctis Nova 5', 2_400],
      ['SteelSeries', 'Arctis Nova 7', 3_400],
      ['SteelSeries', 'Arctis Nova Pro Wireless', 6_600],
    ],
    choices: [BLACK_OR_WHITE],
  },
  {
    noun: 'Tai nghe True Wireless',
    english: 'True Wireless Earbuds',
    weight: [40, 60],
    models: [
      ['JBL', 'Live Beam 3', 2_500],
      ['JBL', 'Tune Beam', 1_150],
      ['Sony', 'WF-1000XM5', 4_300],
      ['Sony', 'WF-C510', 900],
      ['Sony', 'WF-C700N', 1_500],
      ['Soundcore', 'Liberty 4 NC', 1_400],
    ],
    choices: [colours],
  },
  {
    noun: 'Tai nghe True Wireless',
    english: 'True Wireless Earbuds',
    weight: [40, 60],
    models: [
      ['Apple', 'AirPods 4', 2_500],
      ['Apple', 'AirPods Pro 2', 4_300],
    ],
    choices: [[['USB-C trắng', 0, 'USB-C White']]],
  },
  {
    noun: 'Tai nghe không dây',
    english: 'Wireless Headphones',
    weight: [150, 260],
    models: [
      ['Bose', 'QuietComfort', 6_200],
      ['JBL', 'Tune 520BT', 650],
      ['JBL', 'Tune 770NC', 1_700],
      ['Sony', 'WH-1000XM5', 5_800],
      ['Sony', 'WH-CH520', 800],
      ['Sony', 'WH-CH720N', 1_800],
    ],
    choices: [colours],
  },
  {
    noun: 'Tai nghe Studio',
    english: 'Studio Headphones',
    weight: [190, 290],
    models: [
      ['AKG', 'K371', 2_300],
      ['Audio-Technica', 'ATH-M20x', 900],
      ['Audio-Technica', 'ATH-M40x', 1_900],
      ['Audio-Technica', 'ATH-M50x', 2_800],
      ['Audio-Technica', 'ATH-R70x', 6_400],
      ['Beyerdynamic', 'DT 770 Pro', 3_000],
      ['Beyerdynamic', 'DT 990 Pro', 3_200],
      ['Sennheiser', 'HD 560S', 3_100],
      ['Sony', 'MDR-7506', 1_900],
    ],
    choices: [[['Jack 3.5mm', 0]]],
  },
];
