/** What a campaign found. All but `runs` and `seed` must be 0 for it to have passed. */
export interface Findings {
  readonly runs: number;
  /** Verdicts that were shown, or entries that were acknowledged, and are gone. */
  readonly lost: number;
  /** Hand-overs or entries that count twice. */
  readonly duplicated: number;
  /** Acceptances without the customer's code, or outside of its validity. */
  readonly false_accepts: number;
  /** Faults or attacks that had to be noticed and were not. */
  readonly undetected: number;
  /** Exceptions and exits that are no answer to the fault. */
  readonly crashes: number;
}

/** The same campaign with one protection switched off: it must find the fault that this lets in. */
export interface Control {
  /** What was switched off. */
  readonly without: string;
  readonly found: boolean;
}

export interface Report extends Findings {
  readonly controls: readonly Control[];
  /** Sentences for people about what was seen, the seed of each failing run among them. */
  readonly notes: readonly string[];
}

export interface CampaignOptions {
  readonly runs: number;
  readonly seed: number;
  /** Whether it is played with each protection switched off as well. */
  readonly withControls: boolean;
  /** Says how far it is, at most about once a second. */
  readonly say: (text: string) => void;
}

/** One fault campaign: `npm run faults -- <name>`. */
export interface Campaign {
  readonly name: string;
  readonly about: string;
  /** The size for a release, and the size for continuous integration. */
  readonly runs: { readonly release: number; readonly ci: number };
  readonly run: (options: CampaignOptions) => Promise<Report>;
}

/** A repeatable source of numbers in [0, 1): mulberry32. Not for secrets. */
export const makeRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};
