/** The plural forms of each language's whole numbers, as `Intl.PluralRules` names them. */
export type Forms = {
  en: 'one' | 'other';
  de: 'one' | 'other';
  fr: 'one' | 'many' | 'other';
  es: 'one' | 'many' | 'other';
  pl: 'one' | 'few' | 'many' | 'other';
  ar: 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
};

/** The English `x_one` and `x_other` stand for every form that the language has. */
type KeyIn<K, F extends string> = K extends `${infer Base}_other`
  ? `${Base}_${F}`
  : K extends `${string}_one`
    ? never
    : K;

/** The keys of the English words, with the plural forms of another language. */
export type SameKeys<T, F extends string> = {
  readonly [K in keyof T as KeyIn<K, F>]: T[K] extends string ? string : SameKeys<T[K], F>;
};
