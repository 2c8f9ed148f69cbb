import type { TFunction } from 'i18next';
import type { Found } from '../api/search.ts';

/** One thing that was found, in words, and where it is. */
export type Hit = {
  readonly key: string;
  readonly kind: 'stops' | 'routes' | 'terminals';
  readonly name: string;
  readonly more: string;
  readonly to:
    | { readonly to: '/stops/$delivery'; readonly params: { readonly delivery: string } }
    | { readonly to: '/routes/$route'; readonly params: { readonly route: string } }
    | { readonly to: '/terminals' };
};

/** What was found in one list: stops, then routes, then terminals. */
export const hitsOf = (
  { stops, routes, terminals }: Found,
  dayOf: (day: string) => string,
  t: TFunction,
): readonly Hit[] => [
  ...stops.map(
    ({ id, address, customer, shortId, route, status }): Hit => ({
      key: id,
      kind: 'stops',
      name: address[0] ?? customer,
      more: [
        customer,
        shortId,
        t('depot.route', { route: route.name }),
        dayOf(route.day),
        ...(status === 'open' ? [] : [t(`routes.state.${status}`)]),
      ].join(' · '),
      to: { to: '/stops/$delivery', params: { delivery: id } },
    }),
  ),
  ...routes.map(
    ({ id, name, day, driver, terminal }): Hit => ({
      key: id,
      kind: 'routes',
      name: t('depot.route', { route: name }),
      more: [driver ?? t('routes.noDriver'), terminal ?? t('routes.noTerminal'), dayOf(day)].join(
        ' · ',
      ),
      to: { to: '/routes/$route', params: { route: id } },
    }),
  ),
  ...terminals.map(
    ({ id, name, route }): Hit => ({
      key: id,
      kind: 'terminals',
      name,
      more: '',
      to: route === null ? { to: '/terminals' } : { to: '/routes/$route', params: { route } },
    }),
  ),
];
