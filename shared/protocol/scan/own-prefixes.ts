// Apart from what reads them: the window, which parses nothing, tells by them too.

/** What a customer's QR begins with. */
export const SEALED_PREFIX = 'KS1/';
/** What a signed pass begins with. */
export const PASS_PREFIX = 'KP1:';
/** What a badge begins with. */
export const BADGE_PREFIX = 'KB1:';
/** What an enrolment QR begins with. */
export const ENROLMENT_PREFIX = 'KE1/';

export const startsWith = (bytes: Uint8Array, text: string): boolean =>
  bytes.length >= text.length &&
  [...text].every((character, i) => bytes[i] === character.charCodeAt(0));

/** Whether it begins as only the product's own symbols do. */
export const hasOwnPrefix = (bytes: Uint8Array): boolean =>
  [SEALED_PREFIX, PASS_PREFIX, BADGE_PREFIX, ENROLMENT_PREFIX].some((prefix) =>
    startsWith(bytes, prefix),
  );
