/** How shoppers of a profile come and what they look at. */
export interface Profile {
  /** Whether every event is drawn by itself, as the old simulator did: incoherent on purpose. */
  readonly uniform: boolean;
  /** Products everybody wants to see; which ones, the seed says. */
  readonly hot: number;
  /** Share of views that go to them. */
  readonly hotViews: number;
  /** Chance that a shopper who would put one of them into the cart does. */
  readonly hotAdds: number;
  /** Share of all sessions that come within one hour of one evening, and see hot products only then; 0 for none. */
  readonly crowd: number;
}

const USUAL: Profile = { uniform: false, hot: 0, hotViews: 0, hotAdds: 1, crowd: 0 };

/** The streams that can be asked for. */
export const PROFILES = {
  /** A shop as it is. */
  realistic: USUAL,
  /** The old simulator's statistics, for load tests that compare with it: types equally likely, any product, any time. */
  uniform: { ...USUAL, uniform: true },
  /** A few products that are seen a lot and hardly bought. */
  skewed: { ...USUAL, hot: 8, hotViews: 0.7, hotAdds: 0.03 },
  /** A flash crowd, for three products on sale. */
  burst: { ...USUAL, hot: 3, hotViews: 0.8, crowd: 0.25 },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof PROFILES;
