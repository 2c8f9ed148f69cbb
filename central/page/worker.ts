// Keeps the page's one file, and gives it for the page's own address, with or without a network.
// The link's fragment is neither looked at nor kept.

/** The contents of the page, as a hash: another page has another worker, which keeps it anew. */
declare const PAGE_HASH: string;

type Waits = { readonly waitUntil: (done: Promise<unknown>) => void };
type Fetches = {
  readonly request: Request;
  readonly respondWith: (answer: Promise<Response>) => void;
};
type Scope = {
  readonly skipWaiting: () => Promise<void>;
  readonly clients: { readonly claim: () => Promise<void> };
  readonly addEventListener: ((
    type: 'install' | 'activate',
    heard: (event: Waits) => void,
  ) => void) &
    ((type: 'fetch', heard: (event: Fetches) => void) => void);
};
const worker = self as unknown as Scope;

const PREFIX = 'customer-page-';
const KEPT = `${PREFIX}${PAGE_HASH}`;
const PAGE = new URL('./', location.href).href;

const keep = async (): Promise<void> => {
  const kept = await caches.open(KEPT);
  // Not what the browser's own cache has of an earlier page.
  await kept.add(new Request(PAGE, { cache: 'no-cache' }));
  await worker.skipWaiting();
};

const dropOthers = async (): Promise<void> => {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== KEPT);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
};

const answer = async (request: Request): Promise<Response> =>
  (await (await caches.open(KEPT)).match(PAGE)) ?? fetch(request);

worker.addEventListener('install', (event) => event.waitUntil(keep()));
worker.addEventListener('activate', (event) => event.waitUntil(dropOthers()));
worker.addEventListener('fetch', (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.mode === 'navigate' && `${origin}${pathname}` === PAGE) {
    event.respondWith(answer(event.request));
  }
});
