/** What may have changed, as central names it. */
export type Topic =
  | 'deliveries'
  | 'terminals'
  | 'findings'
  | 'viewers'
  | 'messages'
  | 'settings'
  | 'people';
/** What central says: something of one depot, or of the whole company; null: anything may have. */
export type Heard = readonly { readonly depot: string | null; readonly topic: Topic }[] | null;

const NAME = 'kerbside-live';
/** Where central has refused, or the browser has given up. */
const AGAIN_MS = 5_000;
/** Central says each twenty seconds that it is there. A network that swallows everything says nothing. */
const SILENT_MS = 50_000;

/** Keeps one stream open until it is told to stop. */
const openStream = (onHeard: (heard: Heard) => void, stop: AbortSignal): void => {
  if (stop.aborted) return;
  const over = new AbortController();
  const source = new EventSource('/v1/events');
  let silence: ReturnType<typeof setTimeout> | undefined;
  const reopen = (waitMs: number): void => {
    over.abort();
    setTimeout(() => openStream(onHeard, stop), waitMs);
  };
  /** Whoever looks is to see that what is shown may be old: they ask, and get no answer. */
  const doubt = (): void => onHeard(null);
  const isThere = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      doubt();
      reopen(0);
    }, SILENT_MS);
  };
  const hear = (name: string, act: (data: string) => void): void =>
    source.addEventListener(name, ({ data }) => {
      isThere();
      act(String(data));
    });
  hear('beat', () => {});
  hear('refetch', doubt);
  hear('message', (data) => onHeard(JSON.parse(data) as Heard));
  source.addEventListener('error', () => {
    doubt();
    if (source.readyState === EventSource.CLOSED) reopen(AGAIN_MS);
  });
  window.addEventListener('offline', doubt, { signal: over.signal });
  window.addEventListener('online', () => reopen(0), { signal: over.signal });
  over.signal.addEventListener('abort', () => {
    clearTimeout(silence);
    source.close();
  });
  stop.addEventListener('abort', () => over.abort(), { signal: over.signal });
  isThere();
};

/**
 * Hears what changes at central, until what it gives is called. All windows of a browser share one
 * stream: a browser has few connections to one server, and one window with it tells the others.
 */
export const hearChanges = (onHeard: (heard: Heard) => void): (() => void) => {
  const over = new AbortController();
  const others = new BroadcastChannel(NAME);
  others.addEventListener('message', ({ data }) => onHeard(data as Heard));
  const hear = (heard: Heard): void => {
    others.postMessage(heard);
    onHeard(heard);
  };
  const lead = (): Promise<void> => {
    openStream(hear, over.signal);
    return new Promise((resolve) => {
      over.signal.addEventListener('abort', () => resolve());
    });
  };
  // It waits until the window that has the stream is closed, or this one is.
  navigator.locks.request(NAME, { signal: over.signal }, lead).catch(() => {});
  return () => {
    over.abort();
    others.close();
  };
};
