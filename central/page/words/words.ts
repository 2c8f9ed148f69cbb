/** Everything that the page says in one language. Moments and dates come in as that language writes them. */
export type Words = {
  /** The language's own name. */
  readonly name: string;
  /** How dates are written: day before month, 24 hours, and the digits of the message. */
  readonly dateTag: string;
  readonly language: string;
  /** The page's name: in a tab, a history and a preview, so it says nothing of the delivery. */
  readonly title: string;
  readonly comes: {
    readonly today: string;
    readonly tomorrow: string;
    readonly other: string;
    /** Its day is over. */
    readonly past: string;
  };
  readonly about: (time: string) => string;
  readonly between: (from: string, to: string) => string;
  readonly elsewhere: string;
  readonly onlyWhenSeen: string;
  readonly qr: string;
  readonly code: string;
  readonly validUntil: (moment: string) => string;
  readonly over: (moment: string) => string;
  readonly overNext: string;
  readonly at: {
    readonly today: (time: string) => string;
    readonly tomorrow: (time: string) => string;
    readonly other: (date: string, time: string) => string;
  };
  readonly delivery: string;
  readonly share: {
    readonly title: string;
    readonly about: string;
    readonly send: string;
    readonly copy: string;
    readonly copied: string;
    /** Before a field with the link, where it cannot be copied. */
    readonly byHand: string;
    /** What a neighbour reads before the link. Without the code: a preview shows it. */
    readonly message: string;
  };
  readonly nobodyHome: { readonly title: string; readonly about: string };
  readonly privacy: string;
  readonly problem: {
    readonly [P in 'none' | 'newer' | 'damaged']: { readonly what: string; readonly next: string };
  };
};
