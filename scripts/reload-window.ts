import { z } from 'zod';

/** What an Electron that can be inspected says on standard error, once. */
const LISTENING = /^DevTools listening on ws:\/\/(127\.0\.0\.1:\d+)\//;

/** The address at which a process says that it can be inspected; null for any other line. */
export const addressIn = (line: string): URL | null => {
  const host = LISTENING.exec(line)?.[1];
  return host === undefined ? null : new URL(`http://${host}`);
};

const targets = z.array(z.object({ type: z.string(), webSocketDebuggerUrl: z.url() }));

const reload = (page: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(page);
    socket.onopen = () => socket.send(JSON.stringify({ id: 1, method: 'Page.reload' }));
    socket.onmessage = () => socket.close();
    socket.onclose = () => resolve();
    socket.onerror = () => reject(new Error('the window cannot be reached to reload it'));
  });

/** Reloads every page of a process by the Chrome DevTools Protocol. */
export const reloadPages = async (address: URL): Promise<void> => {
  const answer = await fetch(new URL('/json/list', address));
  const found = targets.parse(await answer.json());
  const pages = found.filter(({ type }) => type === 'page');
  await Promise.all(pages.map(({ webSocketDebuggerUrl }) => reload(webSocketDebuggerUrl)));
};
