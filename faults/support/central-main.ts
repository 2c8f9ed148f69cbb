import { z } from 'zod';
import { accepted, type MessageProvider } from '../../central/src/messages/message-provider.ts';
import { makeProvider, parseSettings } from '../../central/src/messages/providers/settings.ts';
import { createCentral } from '../../central/src/server.ts';
import type { Instant } from '../../shared/protocol/ids.ts';
import { type CentralProcessOptions, LOW_COST } from './central-process.ts';

// Central in a process of its own, for campaigns that kill it: the product's own composition, with a
// clock that the campaign moves and codes that cost little. It ends with whoever started it.

const options = z
  .strictObject({
    name: z.string(),
    dataFolder: z.string(),
    databaseUrl: z.string(),
    publicUrl: z.string(),
    aheadMs: z.number(),
    provider: z.unknown(),
    rateLimits: z
      .strictObject({ perOperator: z.int(), perAddress: z.int() })
      .default({ perOperator: 0, perAddress: 0 }),
    trustedProxies: z.array(z.string()).default([]),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}')) satisfies CentralProcessOptions;

const nobody: MessageProvider = {
  name: 'nobody',
  reports: false,
  start: () => undefined,
  send: async () => accepted(),
  readCallback: () => null,
  stop: async () => undefined,
};
const providerOf = (name: string, settings: unknown): MessageProvider => {
  if (settings === null) return nobody;
  const parsed = parseSettings(settings);
  if (!parsed.ok) throw new Error(parsed.error);
  return { ...makeProvider(parsed.value), name };
};

let { aheadMs } = options;
process.on('disconnect', () => process.exit(0));
process.on('message', (told) => {
  aheadMs = z.strictObject({ aheadMs: z.number() }).parse(told).aheadMs;
  process.send?.({ aheadMs });
});

const { name, dataFolder, databaseUrl, publicUrl, provider, rateLimits, trustedProxies } = options;
const central = createCentral({
  dataFolder,
  databaseUrl,
  publicUrl,
  port: 0,
  now: () => (Date.now() + aheadMs) as Instant,
  cost: LOW_COST,
  silent: true,
  sealsAhead: false,
  provider: providerOf(name, provider),
  rateLimits,
  trustedProxies,
});
const running = await central.start();
if (!running.ok) throw new Error(running.error.sentence);
process.send?.({ url: running.value.url });
