import { type AddressInfo, connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { admissionHooks, makeAdmission } from './admission.ts';

const start = () => {
  const at = { now: 0 };
  const admission = makeAdmission(() => at.now, { places: 2, atOnce: 1, idleMs: 500 });
  const leave = (who: string, keep: boolean): void => {
    admission.worked();
    admission.leave(who, keep);
  };
  return { at, ...admission, leave };
};

describe('admission to dockings', () => {
  it('keeps a place from one request to the next, and gives it away when nothing is asked', async () => {
    const { at, enter, leave } = start();
    for (const who of ['a', 'b']) {
      expect(await enter(who)).toBeNull();
      leave(who, true);
    }
    expect(await enter('c')).toMatchObject({ waitMs: expect.any(Number) });
    at.now += 400;
    expect(await enter('a')).toBeNull();
    leave('a', true);
    at.now += 200;
    expect(await enter('c')).toBeNull();
    leave('c', true);
    expect(await enter('d')).not.toBeNull();
    expect(await enter('a')).toBeNull();
  });

  it('tells each terminal a moment of its own, and the same again to who comes too early', async () => {
    const { at, enter } = start();
    await enter('a');
    void enter('b');
    const moments: number[] = [];
    for (const who of ['c', 'd', 'e']) moments.push(at.now + ((await enter(who))?.waitMs ?? 0));
    expect(moments).toEqual([...new Set(moments)].sort((x, y) => x - y));
    at.now += 100;
    expect(at.now + ((await enter('d'))?.waitMs ?? 0)).toBe(moments[1]);
  });

  it('works on so many at one time, in the order in which they came', async () => {
    const { enter, leave } = start();
    const order: string[] = [];
    const ask = async (who: string) => {
      expect(await enter(who)).toBeNull();
      order.push(who);
    };
    await ask('a');
    const waiting = [ask('b'), ask('a')];
    await Promise.resolve();
    expect(order).toEqual(['a']);
    leave('a', true);
    await waiting[0];
    leave('b', true);
    await waiting[1];
    expect(order).toEqual(['a', 'b', 'a']);
  });

  it('does not let one terminal take the whole line', async () => {
    const { enter } = start();
    for (let n = 0; n < 4; n++) void enter('a');
    expect(await enter('a')).toMatchObject({ waitMs: expect.any(Number) });
    expect(await Promise.race([enter('b'), Promise.resolve('waits')])).toBe('waits');
  });

  it('keeps no place for who is not known', async () => {
    const { enter, leave } = start();
    for (const who of ['x', 'y', 'z']) {
      expect(await enter(who)).toBeNull();
      leave(who, false);
    }
  });

  it('works on the next one while an answer travels', async () => {
    const { enter, worked } = start();
    await enter('a');
    const waiting = enter('b');
    expect(await Promise.race([waiting, Promise.resolve('waits')])).toBe('waits');
    worked();
    expect(await waiting).toBeNull();
  });
});

describe('admission of requests', () => {
  /** More than the kernel keeps for a client that stops reading. */
  const LARGE = 'x'.repeat(32 * 2 ** 20);
  const apps: FastifyInstance[] = [];
  const clients: Socket[] = [];
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    for (const app of apps.splice(0)) await app.close();
  });

  const startApp = async (answerMs: number) => {
    const limits = { places: 2, atOnce: 1, idleMs: 1 };
    const hooks = admissionHooks(
      makeAdmission(() => performance.now(), limits),
      answerMs,
    );
    const app = Fastify();
    apps.push(app);
    app.addHook('preValidation', hooks.preValidation);
    app.addHook('onSend', hooks.onSend);
    app.addHook('onResponse', hooks.onResponse);
    app.get('/', async ({ headers }) => (headers['x-large'] === 'yes' ? LARGE : 'small'));
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    /** Asks for a large answer, and reads nothing after its beginning. */
    const readNoMore = async (who: string) => {
      const connected = new Promise<Socket>((resolve) => app.server.once('connection', resolve));
      const client = connect(port, '127.0.0.1');
      clients.push(client);
      client.on('error', () => {});
      const head = [`signature-input: sig=();keyid="${who}"`, 'host: a', 'x-large: yes'];
      client.write(`GET / HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
      const socket = await connected;
      await new Promise((resolve) => client.once('data', resolve));
      client.pause();
      return { dropped: new Promise<void>((resolve) => socket.once('close', () => resolve())) };
    };
    const ask = async (who: string): Promise<number> => {
      const headers = { 'signature-input': `sig=();keyid="${who}"` };
      return (await fetch(`http://127.0.0.1:${port}/`, { headers })).status;
    };
    return { readNoMore, ask };
  };

  it('does not wait for whoever stops reading an answer', async () => {
    const { readNoMore, ask } = await startApp(600_000);
    await readNoMore('a');
    expect(await ask('b')).toBe(200);
  });

  it('drops whoever stops reading an answer, and gives their place away', async () => {
    const { readNoMore, ask } = await startApp(100);
    const [one, other] = [await readNoMore('a'), await readNoMore('b')];
    await Promise.all([one.dropped, other.dropped]);
    expect(await ask('c')).toBe(200);
  });
});
