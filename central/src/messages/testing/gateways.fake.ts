import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Received } from './telephone.ts';

/** A gateway over HTTP. Its callbacks come soon after its answers. */
export type FakeGateway = {
  readonly port: number;
  readonly received: () => Received[];
  readonly stop: () => Promise<void>;
};

const ACCOUNT = 'AC0123456789';
const TOKEN = 'only-for-tests';
/** What the test's settings name, too. */
export const FAKE_ACCOUNT = { account: ACCOUNT, token: TOKEN } as const;
export const GATEWAY_SECRET = 'only-for-these-tests';

const readBody = async (request: IncomingMessage): Promise<string> => {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
};

type Answer = { readonly status: number; readonly body: unknown; readonly then?: () => void };

const serve = async (
  answer: (request: IncomingMessage, body: string) => Answer,
): Promise<Omit<FakeGateway, 'received'>> => {
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const { status, body, then } = answer(request, await readBody(request));
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
    then?.();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const post = (url: string, headers: Record<string, string>, body: URLSearchParams): void => {
  fetch(url, { method: 'POST', headers, body }).catch(() => {});
};

/** Speaks as Twilio's Messages resource does, and signs its callbacks as Twilio does. */
export const startFakeTwilio = async (): Promise<FakeGateway> => {
  const received: Received[] = [];
  const basic = `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}`;
  const server = await serve((request, body) => {
    if (request.headers.authorization !== basic) return { status: 401, body: { code: 20003 } };
    const form = new URLSearchParams(body);
    const to = form.get('To') ?? '';
    if (to.includes('000000')) return { status: 400, body: { code: 21211 } };
    received.push({ to, text: form.get('Body') ?? '' });
    const sid = `SM${received.length}`;
    const url = form.get('StatusCallback');
    const then = (): void => {
      if (url === null) return;
      const fields = new URLSearchParams({ MessageSid: sid, MessageStatus: 'delivered' });
      const text =
        url +
        [...fields]
          .sort()
          .map((pair) => pair.join(''))
          .join('');
      const signature = createHmac('sha1', TOKEN).update(text).digest('base64');
      post(url, { 'x-twilio-signature': signature }, fields);
    };
    return { status: 201, body: { sid, status: 'queued' }, then };
  });
  return { ...server, received: () => [...received] };
};

/** A gateway with a JSON interface of its own. */
export const startFakeGateway = async (): Promise<FakeGateway> => {
  const received: Received[] = [];
  const server = await serve((request, body) => {
    if (request.headers['x-api-key'] !== GATEWAY_SECRET) return { status: 401, body: {} };
    const { to, text, callback } = JSON.parse(body).message;
    if (to.includes('000000')) return { status: 422, body: { error: 'no such number' } };
    received.push({ to: `+${to}`, text });
    const id = `gw-${received.length}`;
    const then = (): void => {
      if (callback === '') return;
      post(
        callback,
        { 'x-gateway-secret': GATEWAY_SECRET },
        new URLSearchParams({ id, state: 'DONE' }),
      );
    };
    return { status: 202, body: { message: { id } }, then };
  });
  return { ...server, received: () => [...received] };
};
