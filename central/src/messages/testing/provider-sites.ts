import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemNow } from '../../clock.ts';
import type { MessageProvider } from '../message-provider.ts';
import { makeOutbox } from '../providers/outbox.ts';
import { makeProvider, parseSettings } from '../providers/settings.ts';
import { type FaultyLine, openFaultyLine } from './faulty-line.ts';
import {
  FAKE_ACCOUNT,
  GATEWAY_SECRET,
  startFakeGateway,
  startFakeTwilio,
} from './gateways.fake.ts';
import { startKannel } from './kannel.ts';
import { startServer } from './own-process.ts';
import type { Received } from './telephone.ts';

/** A provider with the real other side that it sends to. */
export type Site = {
  readonly provider: MessageProvider;
  /** Between the two; null where there is none. */
  readonly line: FaultyLine | null;
  /** What came to telephones. */
  readonly received: () => Promise<Received[]>;
  readonly stop: () => Promise<void>;
};

type Other = {
  readonly port: number;
  readonly received: () => Received[];
  readonly stop: () => Promise<void>;
};

const make = (settings: Readonly<Record<string, unknown>>): MessageProvider => {
  const parsed = parseSettings(settings);
  if (!parsed.ok) throw new Error(parsed.error);
  return makeProvider(parsed.value);
};

const overLine = async (
  other: Other,
  settings: (port: number) => Readonly<Record<string, unknown>>,
): Promise<Site> => {
  const line = await openFaultyLine(() => other.port);
  return {
    provider: make(settings(line.port)),
    line,
    received: async () => other.received(),
    stop: async () => {
      await line.stop();
      await other.stop();
    },
  };
};

const startOutbox = async (): Promise<Site> => {
  const folder = await mkdtemp(join(tmpdir(), 'kerbside-outbox-'));
  const outbox = makeOutbox(folder, systemNow);
  return {
    provider: outbox,
    line: null,
    received: async () => (await outbox.list()).map(({ to, text }) => ({ to, text })),
    stop: () => rm(folder, { recursive: true, force: true }),
  };
};

const kannelSite = async (): Promise<Site> => {
  const kannel = await startKannel();
  return overLine(kannel, (port) => ({
    provider: 'kannel',
    url: `http://127.0.0.1:${port}/cgi-bin/sendsms`,
    ...kannel.account,
  }));
};

const smppSite = async (long: 'udh' | 'payload'): Promise<Site> => {
  const centre = await startServer('smpp-centre.ts');
  return overLine(centre, (port) => ({
    provider: 'smpp',
    host: '127.0.0.1',
    port,
    systemId: 'kerbside',
    password: 'secret',
    window: 4,
    long,
  }));
};

const twilioSite = async (): Promise<Site> =>
  overLine(await startFakeTwilio(), (port) => ({
    provider: 'twilio',
    url: `http://127.0.0.1:${port}`,
    ...FAKE_ACCOUNT,
  }));

/** The settings of a gateway with a JSON interface, callbacks included. */
const gatewaySettings = (port: number) => ({
  provider: 'http',
  url: `http://127.0.0.1:${port}/messages?id={id}`,
  headers: { 'x-api-key': GATEWAY_SECRET },
  json: { message: { to: '{digits}', text: '{text}', callback: '{report}' } },
  accepted: { id: '/message/id' },
  reports: {
    header: 'X-Gateway-Secret',
    secret: GATEWAY_SECRET,
    id: 'id',
    status: 'state',
    delivered: ['DONE'],
    failed: ['LOST'],
  },
});

const gatewaySite = async (): Promise<Site> => overLine(await startFakeGateway(), gatewaySettings);

const mailSite = async (): Promise<Site> =>
  overLine(await startServer('mail-server.ts'), (port) => ({
    provider: 'email',
    host: '127.0.0.1',
    port,
    security: 'none',
    username: 'kerbside',
    password: 'secret',
    from: 'depot@kerbside.example',
    recipient: '{digits}@gateway.example',
  }));

/** Every provider, and what starts its other side. */
export const SITES: readonly { readonly name: string; readonly start: () => Promise<Site> }[] = [
  { name: 'outbox', start: startOutbox },
  { name: 'kannel', start: kannelSite },
  { name: 'smpp', start: () => smppSite('udh') },
  { name: 'smpp with payload', start: () => smppSite('payload') },
  { name: 'twilio', start: twilioSite },
  { name: 'http', start: gatewaySite },
  { name: 'email', start: mailSite },
];
