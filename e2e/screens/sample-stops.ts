import {
  type DeliveryId,
  deliveryId,
  instant,
  parcelLabel,
  shortId,
} from '../../shared/protocol/ids.ts';
import { NOTHING_PARTICULAR } from '../../shared/protocol/nothing-particular.ts';
import type {
  ExceptionOutcome,
  Particulars,
  Recipient,
  Strokes,
} from '../../shared/protocol/outcome.ts';
import type { StopView } from '../../shared/terminal/view/view.ts';

export const at = (days: number, hour: number, minute: number) => {
  const day = new Date();
  day.setDate(day.getDate() + days);
  return instant.parse(day.setHours(hour, minute, 0, 0));
};

export const soon = (minutes: number) => instant.parse(Date.now() + minutes * 60_000);

export const delivery = (position: number): DeliveryId =>
  deliveryId.parse(`00000000-0000-4000-8000-${String(position).padStart(12, '0')}`);

/** `kept`: so many of the last ones stay with the driver. */
export const parcels = (position: number, count: number, scanned: number, kept = 0) =>
  Array.from({ length: count }, (_, index) => ({
    label: parcelLabel.parse(`00340434161094${String(position * 100 + index).padStart(6, '0')}`),
    name: null,
    scanned: index < scanned,
    kept: index >= count - kept,
  }));

export const stop = (
  position: number,
  address: readonly string[],
  customer: string,
  count: number,
  more: Partial<StopView> = {},
): StopView => ({
  delivery: delivery(position),
  shortId: shortId.parse(`K7Q${String(position).padStart(3, '0')}`),
  position,
  customer,
  address,
  arrival: at(0, 9 + Math.floor((position % 60) / 6), (position * 10) % 60),
  state: 'open',
  handedOverAt: null,
  exception: null,
  parcels: parcels(position, count, 0),
  ...more,
});

export const exception = (outcome: ExceptionOutcome) =>
  ({ state: 'exception', exception: outcome }) as const;
export const done = { state: 'handed-over', handedOverAt: at(0, 10, 52) } as const;
export const usual = stop(10, ['Bergmannstraße 27', '10961 Berlin'], 'R. Okafor', 2, {
  state: 'next',
  parcels: parcels(10, 2, 1),
});
export const lindenweg = stop(9, ['Lindenweg 3', '10961 Berlin'], 'A. Petrenko', 1, done);
/** As long as addresses and names get, with more parcels than there is room for. */
export const long = stop(
  128,
  ['Karl-Friedrich-Schinkel-Straße 127a', '3rd floor, second door on the left', '10961 Berlin'],
  'Dr. Aleksandra Wiśniewska-Kowalczyk',
  14,
  { parcels: parcels(128, 14, 6) },
);
export const usualPart: StopView = { ...usual, parcels: parcels(10, 2, 1, 1) };
export const longPart: StopView = { ...long, parcels: parcels(128, 14, 6, 3) };

export const NEIGHBOUR: Recipient = { to: 'neighbour', who: 'Müller, 12' };
export const SAFE_PLACE: Recipient = { to: 'safe-place', where: 'Garage' };
/** As long as a name and a place may be. */
export const LONG_NEIGHBOUR: Recipient = {
  to: 'neighbour',
  who: 'Familie Müller-Lüdenscheidt, Hinterhaus rechts, vierter Stock, zweite Klingel li',
};
export const LONG_PLACE: Recipient = {
  to: 'safe-place',
  where: 'Im Fahrradschuppen links hinter dem Haus, unter der blauen Plane neben der Tonne',
};
export const SIGNED: Strokes = [
  [
    [120, 300],
    [180, 140],
    [240, 320],
    [300, 180],
    [360, 310],
    [600, 240],
  ],
  [[660, 300]],
];
export const saidOf = (stop: StopView, more: Partial<Particulars>): Particulars => ({
  ...NOTHING_PARTICULAR,
  kept: stop.parcels.filter(({ kept }) => kept).map(({ label }) => label),
  ...more,
});

export const stops: readonly StopView[] = [
  stop(7, ['Am Tempelhof 8'], 'J. Wiśniewska', 1, done),
  stop(8, ['Fidicinstraße 40'], 'M. Haddad', 1, exception('nobody-home')),
  lindenweg,
  usual,
  stop(11, ['Bergmannstraße 31b'], 'Café Sonne', 5),
  stop(12, ['Chamissoplatz 2'], 'A. Lindqvist', 3, { state: 'locked' }),
  long,
  stop(14, ['Arndtstraße 11'], 'Ł. Żółtowski', 1, exception('refused-by-customer')),
  stop(15, ['Willibald-Alexis-Straße 5'], 'S. Ó Briain', 2),
];
