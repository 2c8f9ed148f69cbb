/// <reference path="./npm-smpp.d.ts" />
import { randomUUID } from 'node:crypto';
import type { AddressInfo, Server } from 'node:net';
import smpp, { type Pdu, type Session } from 'smpp';
import { afterEach, describe, expect, it } from 'vitest';
import type { DepotId } from '../../../../../shared/protocol/ids.ts';
import { until } from '../../../testing/seed.ts';
import type { MessageProvider, ProviderReport } from '../../message-provider.ts';
import type { SmppSettings } from './settings.ts';
import { makeSmpp } from './smpp.ts';

const depot = '11111111-1111-4111-8111-111111111111' as DepotId;
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A centre that does as the test says, in this process. */
const startCentre = async (onSession: (session: Session) => void, port = 0): Promise<number> => {
  const sessions = new Set<Session>();
  const server: Server = smpp.createServer((session) => {
    sessions.add(session);
    session.on('error', () => session.destroy());
    session.on('close', () => sessions.delete(session));
    session.on('unbind', (pdu: Pdu) => {
      session.send(pdu.response());
      session.close();
    });
    onSession(session);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  stops.push(() => {
    for (const session of sessions) session.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
};

const bindAll = (session: Session): void => {
  session.on('bind_transceiver', (pdu: Pdu) => session.send(pdu.response()));
};

const startProvider = (
  port: number,
  take: (report: ProviderReport) => Promise<'kept' | 'unknown'> = async () => 'kept',
  more: Partial<SmppSettings> = {},
): MessageProvider => {
  const provider = makeSmpp({
    provider: 'smpp',
    host: '127.0.0.1',
    port,
    tls: false,
    systemId: 'kerbside',
    password: 'secret',
    systemType: '',
    window: 10,
    long: 'udh',
    enquireSeconds: 30,
    answerSeconds: 10,
    ...more,
  });
  provider.start(take);
  stops.push(provider.stop);
  return provider;
};

const send = (
  provider: MessageProvider,
  within: number | AbortSignal = 5_000,
  id: string = randomUUID(),
  text = 'Nordpost: 7K2QF-9MX4D',
) =>
  provider.send(
    { depot, id, to: '+491701234567', text, sender: 'Nordpost', reportUrl: null },
    typeof within === 'number' ? AbortSignal.timeout(within) : within,
  );

describe('SMPP', () => {
  it('binds again after the centre was away, without a restart', async () => {
    const answer = (session: Session): void => {
      bindAll(session);
      session.on('submit_sm', (pdu: Pdu) => session.send(pdu.response({ message_id: '1' })));
    };
    const port = await startCentre(answer);
    const provider = startProvider(port);
    expect((await send(provider)).kind).toBe('accepted');
    await stops.splice(0, 1)[0]?.();
    expect((await send(provider, 300)).kind).toBe('try-again');
    await startCentre(answer, port);
    await until(async () => (await send(provider)).kind === 'accepted');
  });

  it('says that its account is refused', async () => {
    const port = await startCentre((session) => {
      session.on('bind_transceiver', (pdu: Pdu) =>
        session.send(pdu.response({ command_status: 0x0e })),
      );
    });
    const provider = startProvider(port);
    expect(await send(provider)).toEqual({ kind: 'try-again', why: 'not-authorised' });
  });

  it.each([
    [0x0b, { kind: 'refused', why: 'bad-number' }],
    [0x58, { kind: 'try-again', why: 'busy' }],
    [0x14, { kind: 'try-again', why: 'busy' }],
    [0x0a, { kind: 'refused', why: 'refused' }],
  ])('reads status %i', async (status, expected) => {
    const port = await startCentre((session) => {
      bindAll(session);
      session.on('submit_sm', (pdu: Pdu) => session.send(pdu.response({ command_status: status })));
    });
    expect(await send(startProvider(port))).toEqual(expected);
  });

  it('has no more without an answer than its window, and answers all by the deadline', async () => {
    let open = 0;
    const port = await startCentre((session) => {
      bindAll(session);
      session.on('submit_sm', () => {
        open++;
      });
    });
    const provider = startProvider(port, undefined, { window: 3 });
    const deadline = AbortSignal.timeout(600);
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(provider, deadline)));
    expect(open).toBe(3);
    expect(answers.map((answer) => answer.kind === 'try-again' && answer.why).sort()).toEqual([
      ...Array.from({ length: 5 }, () => 'busy'),
      ...Array.from({ length: 3 }, () => 'no-answer'),
    ]);
  });

  it('ends a line on which enquiries are not answered, and binds another', async () => {
    let binds = 0;
    const port = await startCentre((session) => {
      binds++;
      bindAll(session);
    });
    startProvider(port, undefined, { enquireSeconds: 1, answerSeconds: 1 });
    await until(async () => binds === 1);
    await until(async () => binds > 1);
  });

  it('acknowledges a receipt once it is kept, and asks for it again if it could not be', async () => {
    const statuses: number[] = [];
    const deliver = (session: Session): void => {
      const receipt = {
        esm_class: 4,
        source_addr: '1',
        destination_addr: '2',
        short_message: Buffer.from('id:abc-1 sub:001 dlvrd:000 stat:UNDELIV err:001'),
      };
      session.deliver_sm(receipt, ({ command_status: status }) => {
        statuses.push(status);
        if (status !== 0) deliver(session);
      });
    };
    const port = await startCentre((session) => {
      bindAll(session);
      session.on('bind_transceiver', () => deliver(session));
    });
    const heard: ProviderReport[] = [];
    startProvider(port, async (report) => {
      heard.push(report);
      if (heard.length === 1) throw new Error('the database is away');
      return 'kept';
    });
    await until(async () => statuses.length === 2);
    expect(statuses).toEqual([0x64, 0]);
    const report = { id: 'abc-1', fate: { kind: 'failed', why: 'unreachable-number' } };
    expect(heard).toEqual([report, report]);
  });

  it('gives the parts of a message the same reference whenever it is sent', async () => {
    const headers: string[] = [];
    const port = await startCentre((session) => {
      bindAll(session);
      session.on('submit_sm', (pdu: Pdu) => {
        headers.push(pdu.short_message?.udh?.[0]?.toString('hex') ?? '');
        session.send(pdu.response({ message_id: String(headers.length) }));
      });
    });
    const provider = startProvider(port);
    const id = randomUUID();
    const text = 'x'.repeat(200);
    expect(await send(provider, 5_000, id, text)).toEqual({ kind: 'accepted', ids: ['1', '2'] });
    await send(provider, 5_000, id, text);
    expect(headers.slice(0, 2)).toEqual(headers.slice(2));
    expect(headers[0]).toMatch(/^0003..0201$/);
    expect(headers[1]).toMatch(/^0003..0202$/);
  });
});
