import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DepotId } from '../../../shared/protocol/ids.ts';
import { until } from '../testing/seed.ts';
import type { OutgoingMessage, ProviderReport } from './message-provider.ts';
import type { LineFault } from './testing/faulty-line.ts';
import { SITES, type Site } from './testing/provider-sites.ts';
import { openReportAddress, type ReportAddress } from './testing/report-address.ts';

const depot = '11111111-1111-4111-8111-111111111111' as DepotId;

let counted = 0;
const number = (): string => `+49170${String(1_000_000 + ++counted)}`;

const LONG_LATIN = `${'Zeigen Sie €5 [hier] für Größe. '.repeat(8)}7K2QF-9MX4D`;
const LONG_ARABIC = `${'لا تُظهر هذا الرمز إلا عندما ترى طردك. '.repeat(4)}7K2QF-9MX4D`;

/** What holds of every provider that central can send by. */
describe.each(SITES)('a provider: $name', ({ start }) => {
  let site: Site;
  let address: ReportAddress;
  const reports: ProviderReport[] = [];

  beforeAll(async () => {
    address = await openReportAddress();
    site = await start();
    site.provider.start(async (report) => {
      reports.push(report);
      return 'kept';
    });
  });
  afterAll(async () => {
    await site?.provider.stop();
    await site?.stop();
    await address?.stop();
  });

  const message = (more: Partial<OutgoingMessage> = {}): OutgoingMessage => {
    const id = randomUUID();
    const own = { depot, id, to: number(), text: 'Nordpost: 7K2QF-9MX4D', sender: 'Nordpost' };
    return { ...own, reportUrl: address.urlOf(id), ...more };
  };
  const send = (one: OutgoingMessage, ms = 10_000) =>
    site.provider.send(one, AbortSignal.timeout(ms));
  const arrived = ({ to, text }: OutgoingMessage) =>
    until(async () => (await site.received()).find((one) => one.to === to && one.text === text));
  const timesArrived = async ({ to }: OutgoingMessage): Promise<number> =>
    (await site.received()).filter((one) => one.to === to).length;

  it.each([
    [
      'in the 7-bit alphabet',
      'Nordpost: ab 13 Uhr für Sie, 5 €:\n7K2QF-9MX4D\nhttps://nord.example/#7K2QF9MX4D',
    ],
    ['in Arabic', 'طردك من Nordpost يصل اليوم:\n7K2QF-9MX4D'],
    ['that is three messages long', LONG_LATIN],
    ['that is long and in Arabic', LONG_ARABIC],
  ])('brings a text %s to the telephone as it is', async (_what, text) => {
    const sent = message({ text });
    expect(await send(sent)).toMatchObject({ kind: 'accepted' });
    await arrived(sent);
  });

  it('takes many at once, and brings each once', async () => {
    const many = Array.from({ length: 40 }, () => message());
    const answers = await Promise.all(many.map((one) => send(one)));
    expect(answers.filter(({ kind }) => kind !== 'accepted')).toEqual([]);
    await Promise.all(many.map(arrived));
    expect(await Promise.all(many.map(timesArrived))).toEqual(many.map(() => 1));
  });

  it('says what became of a message, if it ever does', async () => {
    const sent = message();
    const answer = await send(sent);
    if (answer.kind !== 'accepted') throw new Error(answer.why);
    if (!site.provider.reports) return;
    await until(async () =>
      answer.ids.length > 0 && reports.length > 0
        ? reports.some(({ id, fate }) => answer.ids.includes(id) && fate.kind === 'delivered')
        : address
            .heard(site.provider)
            .some(
              ({ of, id, fate }) =>
                of === sent.id &&
                fate.kind === 'delivered' &&
                (id === null || answer.ids.includes(id)),
            ),
    );
  });

  it('believes no callback that is not signed, where callbacks are signed', () => {
    const read = address.callbacks().map((callback) =>
      site.provider.readCallback({
        ...callback,
        headers: { ...callback.headers, 'x-twilio-signature': 'bm8=', 'x-gateway-secret': 'no' },
      }),
    );
    const isSigned = ['twilio', 'http'].includes(site.provider.name);
    expect(read.every((one) => (isSigned ? one === null : one !== null))).toBe(true);
  });

  it('refuses a number for good that the network does not know', async () => {
    const to = site.provider.name === 'kannel' ? 'nobody' : '+49170000000';
    const answer = await send(message({ to }));
    if (site.line === null) return;
    expect(answer.kind).toBe('refused');
  });

  it.each<[LineFault, string]>([
    ['hang', 'that never answers'],
    ['mute', 'whose answers are lost'],
    ['reset', 'that ends the connection'],
    ['garbage', 'that answers garbage'],
    ['late', 'that answers late'],
    ['twice', 'that says everything twice'],
  ])(
    'is done by the deadline with another side (%s) %s, and goes on when that is well',
    async (fault) => {
      if (site.line === null) return;
      site.line.set(fault);
      const began = performance.now();
      const answers = await Promise.all([1, 2, 3].map(() => send(message(), 700)));
      expect(performance.now() - began).toBeLessThan(1_700);
      const kinds = new Set(answers.map(({ kind }) => kind));
      if (fault !== 'twice') expect(kinds).toEqual(new Set(['try-again']));
      site.line.set('none');
      const next = message();
      await until(async () => (await send(next, 5_000)).kind === 'accepted');
      await arrived(next);
    },
  );

  it('stops while the other side hangs', async () => {
    site.line?.set('hang');
    const sending = send(message(), 1_000);
    const began = performance.now();
    await site.provider.stop();
    expect(performance.now() - began).toBeLessThan(3_000);
    await sending;
  });
});
