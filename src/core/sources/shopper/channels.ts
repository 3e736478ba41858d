/** How somebody looks at the shop. */
export interface Client {
  readonly source: 'website' | 'mobile_app' | 'mobile_web';
  readonly device: 'desktop' | 'mobile' | 'tablet';
  readonly browser: string;
  readonly user_agent: string;
}

/** Where somebody comes from. */
export interface Channel {
  readonly referrer: string | null;
  readonly utm_source: string | null;
  readonly utm_medium: string | null;
  readonly utm_campaign: string | null;
}

const ANDROID = 'Mozilla/5.0 (Linux; Android 15;';
const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';

/** Clients with how often each is met. */
export const CLIENTS: readonly (readonly [weight: number, client: Client])[] = [
  [18, client('website', 'desktop', 'Chrome', `${WINDOWS} ${WEBKIT} Chrome/139.0.0.0 Safari/537.36`)],
  [
    5,
    client('website', 'desktop', 'Edge', `${WINDOWS} ${WEBKIT} Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0`),
  ],
  [
    3,
    client(
      'website',
      'desktop',
      'Firefox',
      'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0',
    ),
  ],
  [
    5,
    client(
      'website',
      'desktop',
      'Safari',
      `${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15`,
    ),
  ],
  [
    2,
    client(
      'website',
      'tablet',
      'Safari',
      `${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`,
    ),
  ],
  [
    22,
    client(
      'mobile_web',
      'mobile',
      'Chrome',
      `${ANDROID} SM-S938B) ${WEBKIT} Chrome/139.0.0.0 Mobile Safari/537.36`,
    ),
  ],
  [
    9,
    client(
      'mobile_web',
      'mobile',
      'Chrome',
      `${ANDROID} 24117RN76O) ${WEBKIT} Chrome/138.0.0.0 Mobile Safari/537.36`,
    ),
  ],
  [14, client('mobile_web', 'mobile', 'Safari', `${IPHONE} Version/18.6 Mobile/15E148 Safari/604.1`)],
  [
    2,
    client('mobile_web', 'tablet', 'Chrome', `${ANDROID} SM-X910) ${WEBKIT} Chrome/139.0.0.0 Safari/537.36`),
  ],
  [11, client('mobile_app', 'mobile', 'Mobile App', 'TechStore/4.2.1 (Android 15; SM-S938B)')],
  [8, client('mobile_app', 'mobile', 'Mobile App', 'TechStore/4.2.0 (iOS 18.6; iPhone16,1)')],
  [1, client('mobile_app', 'tablet', 'Mobile App', 'TechStore/4.2.1 (Android 15; SM-X910)')],
];

/** Channels of the website with how often each is met. */
export const WEB_CHANNELS: readonly (readonly [weight: number, channel: Channel])[] = [
  [30, channel(null)],
  [26, channel('https://www.google.com/')],
  [13, channel('https://www.google.com/', 'google', 'cpc', 'search_brand')],
  [6, channel('https://www.google.com/', 'google', 'cpc', 'summer_sale')],
  [9, channel('https://www.facebook.com/', 'facebook', 'social', 'new_arrival')],
  [5, channel('https://www.facebook.com/', 'facebook', 'cpc', 'summer_sale')],
  [4, channel('https://www.tiktok.com/', 'tiktok', 'social', 'new_arrival')],
  [5, channel(null, 'newsletter', 'email', 'summer_sale')],
  [2, channel('https://zalo.me/', 'zalo', 'social')],
];

/** Channels of the app. */
export const APP_CHANNELS: readonly (readonly [weight: number, channel: Channel])[] = [
  [75, channel(null)],
  [17, channel(null, 'app', 'push', 'summer_sale')],
  [8, channel(null, 'app', 'push', 'new_arrival')],
];

/** First byte, and lowest and highest second byte, of address blocks of Vietnamese providers. */
export const ADDRESS_BLOCKS: readonly (readonly [first: number, low: number, high: number])[] = [
  [14, 160, 191],
  [27, 64, 79],
  [42, 112, 119],
  [113, 160, 191],
  [115, 72, 79],
  [116, 96, 111],
  [118, 68, 71],
  [123, 16, 31],
  [171, 224, 255],
  [222, 252, 255],
];

function client(
  source: Client['source'],
  device: Client['device'],
  browser: string,
  user_agent: string,
): Client {
  return { source, device, browser, user_agent };
}

function channel(
  referrer: string | null,
  utm_source: string | null = null,
  utm_medium: string | null = null,
  utm_campaign: string | null = null,
): Channel {
  return { referrer, utm_source, utm_medium, utm_campaign };
}
