/**
 * Where the language alone does not say how dates and numbers are written: day before month, 24
 * hours; and the digits that are on the labels and on the houses.
 */
export const dateTag = (language: string): string => {
  if (language === 'en') return 'en-GB';
  return language === 'ar' ? 'ar-u-nu-latn' : language;
};
