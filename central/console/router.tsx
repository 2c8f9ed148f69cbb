import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import type { i18n } from 'i18next';
import { isDay } from './api/days.ts';
import { readSpan } from './api/spans.ts';
import { watchSession } from './api/watch-session.ts';
import { noteAnotherView } from './components/heading.tsx';
import { lazyPage } from './components/lazy-part.tsx';
import { Failed, Loading, NotFound } from './frame/failures.tsx';
import { Frame } from './frame/frame.tsx';
import { beginBoard, loadSession } from './frame/load-first.ts';
import { ownAddress } from './frame/own-address.ts';
import { readMessageSearch } from './rooms/messages/message-search.ts';
import {
  AuditPage,
  auditSearch,
  CrewPage,
  DepotsPage,
  KeysPage,
  PeoplePage,
  PolicyPage,
  RetentionPage,
  TextsPage,
  WebhookEventsPage,
  WebhooksPage,
  YouPage,
} from './rooms/settings/settings-pages.ts';
import { eventsSearch } from './rooms/settings/webhooks/events-search.ts';
import { readCaseSearch } from './rooms/settle/case-search.ts';
import { type Act, isAct } from './rooms/stop/acts/offered.ts';
import { loadRoomWords } from './words/room-words.ts';

type Context = { readonly queries: QueryClient; readonly words: i18n };
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
  component: lazyPage(() => import('./rooms/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyPage(() => import('./rooms/sign-in/set-up-page.tsx'), 'SetUpPage'),
});

// For whoever was given a file: without a session, and without a request.
const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  loader: ({ context: { words } }) => loadRoomWords(words, 'proof'),
  component: lazyPage(() => import('./rooms/verify/verify-page.tsx'), 'VerifyPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Frame,
  loader: ({ context: { queries }, location }) => loadSession(queries, location.href),
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
  loaderDeps: ({ search }) => ({ asked: search.depot }),
  loader: ({ context: { queries }, deps: { asked } }) => beginBoard(queries, asked),
  component: lazyPage(() => import('./rooms/depot/depot-room.tsx'), 'DepotRoom'),
});

const dayRoutes = createRoute({
  getParentRoute: () => signedIn,
  path: '/routes',
  validateSearch: ({ day }): { readonly day?: string | undefined } =>
    typeof day === 'string' && isDay(day) ? { day } : {},
  component: lazyPage(() => import('./rooms/routes/routes-room.tsx'), 'RoutesRoom'),
});

// A route stays where it is while one of its stops after the other is looked at beside it.
const routePlace = createRoute({
  getParentRoute: () => signedIn,
  id: 'route-place',
  validateSearch: ({ act }): { readonly act?: Act | undefined } => (isAct(act) ? { act } : {}),
  loader: ({ context: { words } }) => loadRoomWords(words, 'stop'),
  component: lazyPage(() => import('./rooms/routes/route-place.tsx'), 'RoutePlace'),
});
const oneRoute = createRoute({ getParentRoute: () => routePlace, path: '/routes/$route' });
const oneStop = createRoute({ getParentRoute: () => routePlace, path: '/stops/$delivery' });

const settle = createRoute({
  getParentRoute: () => signedIn,
  path: '/settle',
  validateSearch: readCaseSearch,
  loader: ({ context: { words } }) => loadRoomWords(words, 'settle'),
  component: lazyPage(() => import('./rooms/settle/settle-room.tsx'), 'SettleRoom'),
});

const settleCase = createRoute({ getParentRoute: () => settle, path: '$case' });

const messages = createRoute({
  getParentRoute: () => signedIn,
  path: '/messages',
  validateSearch: readMessageSearch,
  loader: ({ context: { words } }) => loadRoomWords(words, 'messages'),
  component: lazyPage(() => import('./rooms/messages/messages-room.tsx'), 'MessagesRoom'),
});

const oneMessage = createRoute({
  getParentRoute: () => messages,
  path: '$message',
});

const terminals = createRoute({
  getParentRoute: () => signedIn,
  path: '/terminals',
  loader: ({ context: { words } }) => loadRoomWords(words, 'enrol'),
  component: lazyPage(() => import('./rooms/terminals/terminals-room.tsx'), 'TerminalsRoom'),
});

const enrolment = createRoute({
  getParentRoute: () => signedIn,
  path: '/terminals/enrol',
  loader: ({ context: { words } }) => loadRoomWords(words, 'enrol'),
  component: lazyPage(() => import('./rooms/enrol/enrol-page.tsx'), 'EnrolPage'),
});

const files = createRoute({
  getParentRoute: () => signedIn,
  path: '/import',
  loader: ({ context: { words } }) => loadRoomWords(words, 'import'),
});
const allFiles = createRoute({
  getParentRoute: () => files,
  path: '/',
  component: lazyPage(() => import('./rooms/import/import-room.tsx'), 'ImportRoom'),
});
const oneFile = createRoute({
  getParentRoute: () => files,
  path: '$import',
  component: lazyPage(() => import('./rooms/import/file-page.tsx'), 'FilePage'),
});

const reports = createRoute({
  getParentRoute: () => signedIn,
  path: '/reports',
  loader: ({ context: { words } }) => loadRoomWords(words, 'reports'),
  validateSearch: readSpan,
  component: lazyPage(() => import('./rooms/reports/reports-room.tsx'), 'ReportsRoom'),
});

const proof = createRoute({
  getParentRoute: () => signedIn,
  path: '/proof',
  loader: ({ context: { words } }) => loadRoomWords(words, 'proof'),
});
const findProof = createRoute({
  getParentRoute: () => proof,
  path: '/',
  validateSearch: ({ find }): { readonly find?: string } =>
    typeof find === 'string' ? { find } : {},
  component: lazyPage(() => import('./rooms/proof/proof-room.tsx'), 'ProofRoom'),
});
const deliveryProof = createRoute({
  getParentRoute: () => proof,
  path: '$delivery',
  component: lazyPage(() => import('./rooms/proof/delivery-page.tsx'), 'DeliveryPage'),
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  loader: ({ context: { words } }) => loadRoomWords(words, 'settings'),
  component: lazyPage(() => import('./rooms/settings/settings-room.tsx'), 'SettingsRoom'),
});

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/you' });
  },
});

const inSettings = () => settings;
const you = createRoute({ getParentRoute: inSettings, path: '/you', component: YouPage });
const crew = createRoute({ getParentRoute: inSettings, path: '/crew', component: CrewPage });
const people = createRoute({ getParentRoute: inSettings, path: '/people', component: PeoplePage });
const keys = createRoute({ getParentRoute: inSettings, path: '/keys', component: KeysPage });
const sites = createRoute({ getParentRoute: inSettings, path: '/depots', component: DepotsPage });
const policy = createRoute({ getParentRoute: inSettings, path: '/policy', component: PolicyPage });
const texts = createRoute({ getParentRoute: inSettings, path: '/texts', component: TextsPage });
const retention = createRoute({
  getParentRoute: inSettings,
  path: '/retention',
  component: RetentionPage,
});
const webhooks = createRoute({
  getParentRoute: inSettings,
  path: '/webhooks',
  component: WebhooksPage,
});
const webhookEvents = createRoute({
  getParentRoute: inSettings,
  path: '/webhooks/$webhook',
  validateSearch: eventsSearch,
  component: WebhookEventsPage,
});
const audit = createRoute({
  getParentRoute: inSettings,
  path: '/audit',
  validateSearch: auditSearch,
  component: AuditPage,
});

const routes = root.addChildren([
  signIn,
  setUp,
  verify,
  signedIn.addChildren([
    home,
    depot,
    dayRoutes,
    routePlace.addChildren([oneRoute, oneStop]),
    settle.addChildren([settleCase]),
    messages.addChildren([oneMessage]),
    terminals,
    enrolment,
    files.addChildren([allFiles, oneFile]),
    reports,
    proof.addChildren([findProof, deliveryProof]),
    settings.addChildren([
      settingsHome,
      you,
      crew,
      sites,
      policy,
      texts,
      webhooks,
      webhookEvents,
      retention,
      people,
      keys,
      audit,
    ]),
  ]),
]);

// Pages for whoever is not signed in.
const OPEN: ReadonlySet<string> = new Set(['/sign-in', '/set-up', '/verify']);
/** The addresses of the console, each with its room. */
export const makeRouter = (queries: QueryClient, words: i18n) => {
  const router = createRouter({
    routeTree: routes,
    context: { queries, words },
    defaultPreload: 'intent',
    defaultErrorComponent: Failed,
    defaultPendingComponent: Loading,
    scrollRestoration: true,
  });
  router.subscribe('onBeforeNavigate', ({ fromLocation, pathChanged }) => {
    if (fromLocation !== undefined && pathChanged) noteAnotherView();
  });
  // A session that has ended while somebody looks: they sign in, and go on where they were.
  watchSession(queries, () => {
    const { href, pathname } = router.state.location;
    if (OPEN.has(pathname)) return;
    void router.navigate({ to: '/sign-in', search: ownAddress(href) });
  });
  return router;
};

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
