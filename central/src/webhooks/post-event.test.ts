import { lookup } from 'node:dns';
import { getEventListeners } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgeUrl } from './judge-url.ts';
import { postEvent } from './post-event.ts';
import { isPublicAddress, lookupPublic } from './public-address.ts';
import { type Receiver, startReceiver } from './testing/receiver.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.stop());

const ALLOWED = { allowed: ['127.0.0.1'] };
const post = (url: string, more: object = {}) =>
  postEvent(url, { 'x-test': '1' }, '{"a":1}', { ...ALLOWED, deadlineMs: 300, ...more });

describe('a receiver', () => {
  it('that takes it is asked once, with the body and the headers', async () => {
    expect(await post(receiver.url)).toEqual({ ok: true, status: 204, reason: null });
    expect(receiver.received).toMatchObject([
      { path: '/hooks', body: '{"a":1}', headers: { 'x-test': '1' } },
    ]);
  });

  it('that hangs is left at the deadline', async () => {
    receiver.answer(() => {});
    expect(await post(receiver.url)).toEqual({ ok: false, status: null, reason: 'no-answer' });
  });

  it('that says 200 and then sends its answer for ever has taken it', async () => {
    receiver.answer((response) => void response.writeHead(200).write('slow'));
    expect(await post(receiver.url)).toMatchObject({ ok: true, status: 200 });
  });

  it('that answers byte by byte, and never ends its head, is left at the deadline', async () => {
    receiver.answer((response) => void response.socket?.write('HTTP/1.1 200 O'));
    expect(await post(receiver.url)).toMatchObject({ ok: false, reason: 'no-answer' });
  });

  it('that leads elsewhere is not followed', async () => {
    const other = await startReceiver();
    receiver.answer((response) => response.writeHead(307, { location: other.url }).end());
    expect(await post(receiver.url)).toEqual({ ok: false, status: 307, reason: 'refused' });
    expect(other.received).toEqual([]);
    await other.stop();
  });

  it('that is not there is unreachable, and one that cuts off as well', async () => {
    receiver.answer((response) => void response.socket?.destroy());
    expect(await post(receiver.url)).toMatchObject({ reason: 'unreachable' });
    expect(await post('http://127.0.0.1:1/')).toMatchObject({ reason: 'unreachable' });
  });

  it('is left at once when central stops', async () => {
    receiver.answer(() => {});
    const stopping = new AbortController();
    const asked = post(receiver.url, { stopping: stopping.signal, deadlineMs: 60_000 });
    await expect.poll(() => receiver.received).toHaveLength(1);
    stopping.abort();
    expect(await asked).toMatchObject({ reason: 'no-answer' });
  });
});

it('nothing waits for central to stop once an event went out', async () => {
  const { signal } = new AbortController();
  for (let n = 0; n < 20; n++) await post(receiver.url, { stopping: signal });
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

describe('an address of the inside', () => {
  it.each([
    ...['http://127.0.0.1/', 'https://127.0.0.1/', 'https://127.1/', 'https://0x7f.1/'],
    ...['https://2130706433/', 'https://0/', 'https://10.1.2.3/', 'https://172.16.0.1/'],
    ...['https://192.168.1.1/', 'https://169.254.169.254/latest', 'https://100.64.0.1/'],
    ...['https://[::1]/', 'https://[::]/', 'https://[fe80::1]/', 'https://[fd00::1]/'],
    ...['https://[::ffff:127.0.0.1]/', 'https://[::ffff:a00:1]/', 'https://[64:ff9b::7f00:1]/'],
    ...['https://224.0.0.1/', 'https://255.255.255.255/', 'https://localhost/'],
    ...['https://a.localhost/', 'https://user:pass@kerbside.example/', 'ftp://kerbside.example/'],
  ])('is refused: %s', async (url) => {
    expect(judgeUrl(new URL(url), []).ok).toBe(false);
    expect(await postEvent(url, {}, '{}', { allowed: [] })).toMatchObject({ ok: false });
  });

  it('is refused behind a name as well, when the connection is made', async () => {
    const asked = await new Promise((resolve) => {
      lookupPublic('localhost', { all: true }, (error) => resolve(error?.code));
    });
    expect(asked).toBe('EINSIDE');
    // A name that was good when the webhook was added, and leads inside now.
    const socket = connect({ host: 'localhost', port: 1, lookup: lookupPublic });
    const code = await new Promise((resolve) =>
      socket.once('error', (error) => resolve((error as NodeJS.ErrnoException).code)),
    );
    expect(code).toBe('EINSIDE');
  });

  it('is taken where the configuration names the host, and no other', async () => {
    expect(judgeUrl(new URL('http://127.0.0.1:8080/'), ['127.0.0.1']).ok).toBe(true);
    expect(judgeUrl(new URL('http://127.0.0.2/'), ['127.0.0.1']).ok).toBe(false);
    expect(judgeUrl(new URL('https://kerbside.example/'), []).ok).toBe(true);
  });

  it('is told from one of the Internet', async () => {
    for (const one of ['1.1.1.1', '93.184.215.14', '2606:4700::1111']) {
      expect([one, isPublicAddress(one)]).toEqual([one, true]);
    }
    expect(isPublicAddress('kerbside.example')).toBe(false);
    const own = await new Promise<string>((resolve) =>
      lookup('localhost', (_, one) => resolve(one)),
    );
    expect(isPublicAddress(own)).toBe(false);
  });
});
