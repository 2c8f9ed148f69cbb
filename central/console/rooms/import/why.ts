import type { TFunction } from 'i18next';
import type { en } from '../../words/import/en.ts';

type Why = keyof (typeof en)['why'];

/** What each kind of mistake is called; several are mended alike. */
export const WHY: Readonly<Record<string, Why>> = {
  missing: 'empty',
  'too-long': 'long',
  'too-many-lines': 'long',
  'too-many-parcels': 'long',
  'too-many-places': 'long',
  'control-character': 'signs',
  'direction-mark': 'signs',
  'letters-lost': 'letters',
  formula: 'spoilt',
  'spreadsheet-error': 'spoilt',
  'no-value': 'spoilt',
  'scientific-number': 'spoilt',
  'formatted-number': 'spoilt',
  'rounded-number': 'spoilt',
  'turned-into-date': 'spoilt',
  'not-a-phone-number': 'phone',
  'not-one-number': 'onePhone',
  'phone-not-mobile': 'service',
  'phone-without-country': 'country',
  'phone-unclear': 'country',
  'not-an-instant': 'time',
  'date-as-number': 'time',
  'date-unclear': 'time',
  'too-far-ahead': 'far',
  'time-skipped': 'clocks',
  'time-twice': 'clocks',
  'validity-reversed': 'reversed',
  'already-over': 'over',
  'validity-too-long': 'lasts',
  'arrival-outside': 'outside',
  'not-a-position': 'place',
  'position-twice': 'placeTaken',
  'position-taken': 'placeTaken',
  'route-of-two-days': 'twoDays',
  'too-many-routes': 'routes',
  'not-a-label': 'label',
  'label-contradiction': 'label',
  'label-like-a-qr': 'label',
  'labels-unclear': 'labels',
  'label-twice': 'labelTwice',
  'label-in-use': 'labelInUse',
  'not-a-serial': 'token',
  'unknown-token': 'token',
  'token-revoked': 'token',
  'not-a-language': 'language',
  'not-yes-or-no': 'word',
  'not-evidence': 'word',
  'not-a-person': 'word',
  'names-unclear': 'names',
  'field-count': 'cells',
  'phone-landline': 'landline',
  'phone-unknown-range': 'range',
  'column-ignored': 'ignored',
  'missing-column': 'columnMissing',
  'unknown-heading': 'columnMissing',
  'column-twice': 'columnTwice',
  workbook: 'noText',
  'not-text': 'noText',
  'unknown-encoding': 'noText',
  'not-csv': 'table',
  'no-lines': 'noLines',
};

/** What is wrong, in the reader's language; what this page does not know, central says in its own. */
export const whyOf = (
  { code, reason }: { readonly code: string; readonly reason: string },
  t: TFunction<'import'>,
): string => {
  const why = WHY[code];
  return why === undefined ? reason : t(`why.${why}`);
};
