/** What a verdict says: why in at most five words, the facts, the one thing to do, the button. */
export type VerdictWords = {
  readonly title: string;
  readonly what: string;
  /** Where the customer lives, if the driver cannot know it. */
  readonly where?: string;
  readonly next: string;
  /** What is true besides. */
  readonly also?: string;
  readonly act: string;
};
