import { z } from 'zod';

/** What can be seen of the app's window. */
export type Seen = {
  /** The kind of screen: `setup`, `dock`, `route`, `door`, `verdict` …; empty while there is none. */
  readonly screen: string;
  /** Of a verdict: accepted, refused, uncertain. */
  readonly tone: string | null;
  /** Of a dock: ready, empty, busy … */
  readonly glance: string | null;
  /** Its headings and what it says, as one text. */
  readonly text: string;
  readonly stops: number;
  readonly hasScanner: boolean;
};

export const NOTHING_SEEN: Seen = {
  screen: '',
  tone: null,
  glance: null,
  text: '',
  stops: 0,
  hasScanner: false,
};

const LOOK = `(() => {
  const main = document.querySelector('main');
  return {
    screen: [...(main?.classList ?? [])].find((name) => name !== 'screen') ?? '',
    tone: main?.dataset.tone ?? null,
    glance: main?.dataset.glance ?? null,
    text: (main?.innerText ?? '').slice(0, 2000),
    stops: document.querySelectorAll('.stop-row').length,
    hasScanner: document.querySelector('[data-scanner="connected"]') !== null,
  };
})()`;

const seen = z.object({
  screen: z.string(),
  tone: z.string().nullable(),
  glance: z.string().nullable(),
  text: z.string(),
  stops: z.int(),
  hasScanner: z.boolean(),
});
const answer = z.object({ result: z.object({ result: z.object({ value: seen }) }) });
const pages = z.array(z.object({ type: z.string(), webSocketDebuggerUrl: z.string() }));

/** Asks the page at a debugger's address one question. */
const evaluate = (address: string): Promise<Seen> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    const params = { expression: LOOK, returnByValue: true };
    socket.onopen = () =>
      socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }));
    socket.onerror = () => reject(new Error('the window does not answer'));
    socket.onclose = () => reject(new Error('the window is gone'));
    socket.onmessage = ({ data }) => {
      const parsed = answer.safeParse(JSON.parse(String(data)));
      if (parsed.success) resolve(parsed.data.result.result.value);
      else reject(new Error('the window shows nothing yet'));
      socket.close();
    };
  });

/**
 * Looks at the app's window through Chromium's debugger, as a person would look at it. Gives nothing
 * seen where there is no window, or one that is just being replaced.
 */
export const lookAtApp = async (address: string): Promise<Seen> => {
  try {
    const { host } = new URL(address);
    const list = pages.parse(await (await fetch(`http://${host}/json/list`)).json());
    const page = list.find(({ type }) => type === 'page');
    return page === undefined ? NOTHING_SEEN : await evaluate(page.webSocketDebuggerUrl);
  } catch {
    return NOTHING_SEEN;
  }
};
