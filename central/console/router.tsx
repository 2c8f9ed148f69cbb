import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { isSignedOut } from './api/client.ts';
import { isDay } from './api/days.ts';
import { depotsQuery, meQuery } from './api/queries.ts';
import { noteAnotherView } from './components/heading.tsx';
import { Failed, Loading, NotFound } from './frame/failures.tsx';
import { Frame } from './frame/frame.tsx';
import { ownAddress } from './frame/own-address.ts';

type Context = { readonly queries: QueryClient };
/** What every address may say: which depot is looked at. */
type Search = { readonly depot?: string };

const root = createRootRouteWithContext<Context>()({
  notFoundComponent: NotFound,
  validateSearch: ({ depot }): Search => (typeof depot === 'string' ? { depot } : {}),
  search: { middlewares: [retainSearchParams(['depot'])] },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next }) => ownAddress(next),
  component: lazyRouteComponent(() => import('./rooms/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./rooms/sign-in/set-up-page.tsx'), 'SetUpPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Frame,
  // Everything in it is somebody's: who, and of which depots, is known before anything is shown.
  loader: async ({ context: { queries }, location }) => {
    try {
      await queries.ensureQueryData(meQuery);
      await queries.ensureQueryData(depotsQuery);
    } catch (error) {
      if (!isSignedOut(error)) throw error;
      throw redirect({ to: '/sign-in', search: ownAddress(location.href) });
    }
  },
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/depot' });
  },
});

const depot = createRoute({
  getParentRoute: () => signedIn,
  path: '/depot',
  component: lazyRouteComponent(() => import('./rooms/depot/depot-room.tsx'), 'DepotRoom'),
});

const dayRoutes = createRoute({
  getParentRoute: () => signedIn,
  path: '/routes',
  validateSearch: ({ day }): { readonly day?: string | undefined } =>
    typeof day === 'string' && isDay(day) ? { day } : {},
  component: lazyRouteComponent(() => import('./rooms/routes/routes-room.tsx'), 'RoutesRoom'),
});

// A route stays where it is while one of its stops after the other is looked at beside it.
const routePlace = createRoute({
  getParentRoute: () => signedIn,
  id: 'route-place',
  component: lazyRouteComponent(() => import('./rooms/routes/route-place.tsx'), 'RoutePlace'),
});
const oneRoute = createRoute({ getParentRoute: () => routePlace, path: '/routes/$route' });
const oneStop = createRoute({ getParentRoute: () => routePlace, path: '/stops/$delivery' });

const terminals = createRoute({
  getParentRoute: () => signedIn,
  path: '/terminals',
  component: lazyRouteComponent(
    () => import('./rooms/terminals/terminals-room.tsx'),
    'TerminalsRoom',
  ),
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  component: lazyRouteComponent(() => import('./rooms/settings/settings-room.tsx'), 'SettingsRoom'),
});

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/you' });
  },
});

const you = createRoute({
  getParentRoute: () => settings,
  path: '/you',
  component: lazyRouteComponent(() => import('./rooms/settings/you/you-page.tsx'), 'YouPage'),
});

const people = createRoute({
  getParentRoute: () => settings,
  path: '/people',
  component: lazyRouteComponent(
    () => import('./rooms/settings/operators/people-page.tsx'),
    'PeoplePage',
  ),
});

const keys = createRoute({
  getParentRoute: () => settings,
  path: '/keys',
  component: lazyRouteComponent(
    () => import('./rooms/settings/operators/keys-page.tsx'),
    'KeysPage',
  ),
});

const depotsSet = createRoute({
  getParentRoute: () => settings,
  path: '/depots',
  component: lazyRouteComponent(
    () => import('./rooms/settings/depots/depots-page.tsx'),
    'DepotsPage',
  ),
});

const policy = createRoute({
  getParentRoute: () => settings,
  path: '/policy',
  component: lazyRouteComponent(
    () => import('./rooms/settings/depots/policy-page.tsx'),
    'PolicyPage',
  ),
});

const texts = createRoute({
  getParentRoute: () => settings,
  path: '/texts',
  component: lazyRouteComponent(
    () => import('./rooms/settings/depots/texts-page.tsx'),
    'TextsPage',
  ),
});

const retention = createRoute({
  getParentRoute: () => settings,
  path: '/retention',
  component: lazyRouteComponent(
    () => import('./rooms/settings/depots/retention-page.tsx'),
    'RetentionPage',
  ),
});

const webhooks = createRoute({
  getParentRoute: () => settings,
  path: '/webhooks',
  component: lazyRouteComponent(
    () => import('./rooms/settings/webhooks/webhooks-page.tsx'),
    'WebhooksPage',
  ),
});

const audit = createRoute({
  getParentRoute: () => settings,
  path: '/audit',
  validateSearch: ({
    act,
    of,
  }): { readonly act?: string | undefined; readonly of?: string | undefined } => ({
    ...(typeof act === 'string' ? { act } : {}),
    ...(typeof of === 'string' ? { of } : {}),
  }),
  component: lazyRouteComponent(() => import('./rooms/settings/audit/audit-page.tsx'), 'AuditPage'),
});

const routes = root.addChildren([
  signIn,
  setUp,
  signedIn.addChildren([
    home,
    depot,
    dayRoutes,
    routePlace.addChildren([oneRoute, oneStop]),
    terminals,
    settings.addChildren([
      settingsHome,
      you,
      depotsSet,
      policy,
      texts,
      webhooks,
      retention,
      people,
      keys,
      audit,
    ]),
  ]),
]);

/** The addresses of the console, each with its room. */
export const makeRouter = (queries: QueryClient) => {
  const router = createRouter({
    routeTree: routes,
    context: { queries },
    defaultPreload: 'intent',
    defaultErrorComponent: Failed,
    defaultPendingComponent: Loading,
    scrollRestoration: true,
  });
  router.subscribe('onBeforeNavigate', ({ fromLocation, pathChanged }) => {
    if (fromLocation !== undefined && pathChanged) noteAnotherView();
  });
  // A session that has ended while somebody looks: they sign in, and go on where they were.
  queries.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'error') return;
    const { href, pathname } = router.state.location;
    if (!isSignedOut(event.action.error) || pathname === '/sign-in') return;
    void router.navigate({ to: '/sign-in', search: ownAddress(href) });
  });
  return router;
};

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
