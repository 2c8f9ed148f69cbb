/** What may have changed, as central names it. */
export type Topic = 'deliveries' | 'terminals' | 'findings' | 'messages' | 'settings' | 'people';
/** What central says: something of one depot, or of the whole company; null: anything may have. */
export type Heard = readonly { readonly depot: string | null; readonly topic: Topic }[] | null;

const NAME = 'kerbside-live';
/** Where central has refused, or the browser has given up. */
const AGAIN_MS = 5_000;

/** Keeps one stream open until it is told to stop. */
const openStream = (onHeard: (heard: Heard) => void, stop: AbortSignal): void => {
  if (stop.aborted) return;
  const source = new EventSource('/v1/events');
  const again = (): void => {
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => openStream(onHeard, stop), AGAIN_MS);
    }
  };
  source.addEventListener('refetch', () => onHeard(null));
  source.addEventListener('message', ({ data }) => onHeard(JSON.parse(String(data)) as Heard));
  source.addEventListener('error', () => {
    // Whoever looks is to see that what is shown may be old.
    if (!stop.aborted) onHeard(null);
    again();
  });
  stop.addEventListener('abort', () => source.close());
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
