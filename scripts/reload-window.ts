import { z } from 'zod';

/** What an Electron that can be inspected says on standard error, once. */
const LISTENING = /^DevTools listening on ws:\/\/(127\.0\.0\.1:\d+)\//;

/** The address at which a process says that it can be inspected; null for any other line. */
export const addressIn = (line: string): URL | null => {
  const host = LISTENING.exec(line)?.[1];
  return host === undefined ? null : new URL(`http://${host}`);
};

const targets = z.array(z.object({ type: z.string(), webSocketDebuggerUrl: z.url() }));

/** A page that takes longer to answer does not answer any more. */
const PATIENCE_MS = 10_000;

const reload = (page: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(page);
    const fail = (): void => reject(new Error('the window cannot be reached to reload it'));
    const impatience = setTimeout(() => {
      fail();
      socket.close();
    }, PATIENCE_MS);
    socket.onopen = () => socket.send(JSON.stringify({ id: 1, method: 'Page.reload' }));
    socket.onmessage = () => socket.close();
    socket.onerror = fail;
    socket.onclose = () => {
      clearTimeout(impatience);
      resolve();
    };
  });

/** Reloads every page of a process by the Chrome DevTools Protocol. Rejects if one does not answer. */
export const reloadPages = async (address: URL): Promise<void> => {
  const answer = await fetch(new URL('/json/list', address), {
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const found = targets.parse(await answer.json());
  const pages = found.filter(({ type }) => type === 'page');
  await Promise.all(pages.map(({ webSocketDebuggerUrl }) => reload(webSocketDebuggerUrl)));
};
