/** The default alphabet of 3GPP TS 23.038, section 6.2.1, without the escape. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Its extension table, section 6.2.1.1: each is two septets, an escape and a letter. */
const EXTENDED = '\f^{}\\[~]|€';

const SEPTETS: ReadonlyMap<string, 1 | 2> = new Map([
  ...[...BASIC].map((letter) => [letter, 1] as const),
  ...[...EXTENDED].map((letter) => [letter, 2] as const),
]);

/** How many septets a letter takes in the default alphabet; null: it is not in it. */
export const septetsOf = (letter: string): 1 | 2 | null => SEPTETS.get(letter) ?? null;

/** Whether a text can go in the default alphabet. */
export const isGsm = (text: string): boolean => [...text].every((letter) => SEPTETS.has(letter));
