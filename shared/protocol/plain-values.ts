// What the window needs of the schemas, without the library behind them: it parses nothing.

/** The languages that the product speaks, as BCP 47 tags. */
export const LANGUAGE_TAGS = ['en', 'de', 'fr', 'es', 'pl', 'ar'] as const;

/** How a stop ends without a code. */
export const EXCEPTION_OUTCOMES = [
  'nobody-home',
  'refused-by-customer',
  'damaged',
  'wrong-address',
  'no-access',
] as const;

/** The most points that a drawn signature has, over all its strokes. */
export const MAX_POINTS = 1_000;

/** Who may take the parcels beside the customer: who lives there, or a neighbour. */
export const PERSONS = ['household', 'neighbour'] as const;

/** The most characters of a depot's note for a stop, the most places that it names, and of each. */
export const MAX_STOP_NOTE = 200;
export const MAX_STOP_PLACES = 6;
export const MAX_STOP_PLACE = 40;

/** What the driver looks at of the route. */
export const ROUTE_FILTERS = ['all', 'open', 'done'] as const;

/** The most characters of a search. */
export const MAX_SEARCH = 40;

/** No scan that a scanner types is longer, in characters: a signed pass behind its identifier. */
export const MAX_SCANNED = 1_027;

/** A PIN has so many digits, as ASCII. */
export const MIN_PIN = 6;
export const MAX_PIN = 12;
