import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { depotsQuery, meQuery } from './api/queries.ts';
import { noteAnotherView } from './components/heading.tsx';
import { Failed, Loading, NotFound } from './frame/failures.tsx';
import { Frame } from './frame/frame.tsx';

type Context = { readonly queries: QueryClient };
/** What every address may say: which depot is looked at. */
type Search = { readonly depot?: string };

const root = createRootRouteWithContext<Context>()({
  notFoundComponent: NotFound,
  validateSearch: ({ depot }): Search => (typeof depot === 'string' ? { depot } : {}),
  search: { middlewares: [retainSearchParams(['depot'])] },
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Frame,
  // Everything in it is somebody's: who, and of which depots, is known before anything is shown.
  loader: ({ context: { queries } }) =>
    Promise.all([queries.ensureQueryData(meQuery), queries.ensureQueryData(depotsQuery)]),
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

const routes = root.addChildren([signedIn.addChildren([home, depot])]);

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
  return router;
};

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
