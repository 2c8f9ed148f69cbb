import { answerOf } from '../../client/client.ts';
import type { CentralClient } from './central-client.ts';
import { whenIn } from './output.ts';

type Shown = (depot: string, instant: number | null) => string;

/** How times of depots are shown. */
export type DepotTimes = {
  /** A time where its depot is, to the minute; `never` for null. */
  readonly at: Shown;
  /** The same to the second. */
  readonly exactly: Shown;
  /** Which zone all the times are of, as a last line; where there are several each names its own. */
  readonly note: string;
};

const zonesOf = async (client: CentralClient): Promise<(depot: string) => string> => {
  const { depots } = await answerOf(client.GET('/v1/depots'));
  const zones = new Map(depots.map(({ id, timeZone }) => [id, timeZone]));
  return (depot) => zones.get(depot) ?? 'UTC';
};

/** Times of what is listed, each in the zone of its depot. */
export const timesOf = async (
  client: CentralClient,
  rows: readonly { readonly depot: string }[],
): Promise<DepotTimes> => {
  const zoneOf = await zonesOf(client);
  const [one, other] = new Set(rows.map(({ depot }) => zoneOf(depot)));
  const shown =
    (style: 'short' | 'medium'): Shown =>
    (depot, instant) => {
      const zone = zoneOf(depot);
      const text = whenIn(instant, zone, style);
      if (text === null) return 'never';
      return other === undefined ? text : `${text} ${zone}`;
    };
  return {
    at: shown('short'),
    exactly: shown('medium'),
    note: one === undefined || other !== undefined ? '' : `\ntimes are of ${one}`,
  };
};

/** How a time of one depot stands in a sentence: `2026-11-29 14:05 (Europe/Berlin)`. */
export const timesIn = async (
  client: CentralClient,
  depot: string,
): Promise<(instant: number) => string> => {
  const zone = (await zonesOf(client))(depot);
  return (instant) => `${whenIn(instant, zone)} (${zone})`;
};
