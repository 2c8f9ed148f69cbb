import { type CountryCode, getCountries } from 'libphonenumber-js/max';

/** What a file's cells are read by: where the depot is. */
export type Place = {
  readonly timeZone: string;
  /** Null if the time zone is no country's, as UTC. */
  readonly country: CountryCode | null;
};

/** The form that this system uses of a zone's name: `Europe/Kyiv` and `Europe/Kiev` are one. */
const zoneName = (timeZone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;

let zones: ReadonlyMap<string, CountryCode> | null = null;
const countriesByZone = (): ReadonlyMap<string, CountryCode> => {
  zones ??= new Map(
    getCountries().flatMap((country) =>
      // Not every version of TypeScript's library knows this method of `Intl.Locale` yet.
      (
        (
          new Intl.Locale(`und-${country}`) as Intl.Locale & {
            getTimeZones?: () => readonly string[] | undefined;
          }
        ).getTimeZones?.() ?? []
      ).map((zone) => [zoneName(zone), country] as const),
    ),
  );
  return zones;
};

/**
 * Where a depot is, by its time zone: its telephone numbers, its spreadsheets' code page, and the
 * order of day and month follow from its country.
 */
export const placeOf = ({ timeZone }: { readonly timeZone: string }): Place => ({
  timeZone,
  country: countriesByZone().get(zoneName(timeZone)) ?? null,
});
