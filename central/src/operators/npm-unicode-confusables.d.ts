declare module 'unicode-confusables' {
  /** A text with each character in the place of which another one looks like it: its skeleton (UTS #39). */
  export const rectifyConfusion: (text: string) => string;
}
