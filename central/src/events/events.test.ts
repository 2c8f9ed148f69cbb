import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPerson, makeBrowser } from '../testing/people.ts';
import { enrolTerminal, pullAll, seedRoute, until } from '../testing/seed.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import { PULLED } from '../testing/test-terminal.ts';

let postgres: TestPostgres;
let central: TestCentral;
/** Another process of the same central. */
let other: TestCentral;
beforeAll(async () => {
  postgres = await startTestPostgres();
  central = await startTestCentral(postgres);
  const { databaseUrl, dataFolder } = central;
  other = await startTestCentral(postgres, { databaseUrl, dataFolder });
});
afterAll(async () => {
  await other?.stop();
  await central?.stop();
  await postgres?.stop();
});

const addOperator = async (grants: object[]) => {
  const body = { name: randomUUID(), kind: 'integration', grants, days: 1 };
  return (await central.staff('POST', '/v1/operators', body)).body as { id: string; token: string };
};

type Listening = {
  readonly headers: Headers;
  /** All that has come so far. */
  readonly text: () => string;
  readonly isOver: () => boolean;
  readonly end: () => Promise<void>;
};

/** With a key, or with the cookie of a session. */
const listen = async (
  at: { url: string },
  token: string | { readonly cookie: string },
): Promise<Listening> => {
  const cut = new AbortController();
  const shown =
    typeof token === 'string'
      ? { authorization: `Bearer ${token}` }
      : { cookie: `kerbside=${token.cookie}`, 'sec-fetch-site': 'same-origin' };
  const answer = await fetch(`${at.url}/v1/events`, { headers: shown, signal: cut.signal });
  expect(answer.status).toBe(200);
  let text = '';
  let isOver = false;
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) text += decoder.decode(chunk, { stream: true });
  })()
    .catch(() => {})
    .finally(() => {
      isOver = true;
    });
  return {
    headers: answer.headers,
    text: () => text,
    isOver: () => isOver,
    end: async () => {
      cut.abort();
      await reading;
    },
  };
};

const heardOf = ({ text }: Listening, depot: string): string[] =>
  [...text().matchAll(/^data: (\[.*\])$/gm)]
    .flatMap(([, data = '[]']) => JSON.parse(data) as { depot: string; topic: string }[])
    .filter((change) => change.depot === depot || change.depot === null)
    .map(({ topic }) => topic);

describe('a stream of events', () => {
  it('begins with all of it, and tells what a docking changes, at whichever process it was', async () => {
    const { depot, terminal } = await seedRoute(central, 1);
    const { token } = await addOperator([{ name: 'depot', depot }]);
    const [here, there] = [await listen(central, token), await listen(other, token)];
    expect(here.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(here.headers.get('x-accel-buffering')).toBe('no');
    for (const one of [here, there]) {
      await until(async () => one.text().startsWith('retry: 2000\nevent: refetch\n'));
    }
    await pullAll(terminal);
    await terminal.handIn([terminal.write(PULLED)]);
    for (const one of [here, there]) {
      await until(async () => heardOf(one, depot).includes('findings'));
      expect(heardOf(one, depot)).toEqual(expect.arrayContaining(['terminals', 'deliveries']));
      await one.end();
    }
  });

  it('says nothing of a terminal that asks in its dock, and is given nothing', async () => {
    const { depot, terminal } = await seedRoute(central, 1);
    const { token } = await addOperator([{ name: 'depot', depot }]);
    const listening = await listen(central, token);
    const { cursor } = await pullAll(terminal);
    const heard = (topic: string): number =>
      heardOf(listening, depot).filter((one) => one === topic).length;
    /** What came before it is told before it, or with it. */
    const tellSettings = async (): Promise<void> => {
      const before = heard('settings');
      await central.staff('POST', `/v1/depots/${depot}/drivers`, { name: randomUUID() });
      await until(async () => heard('settings') > before);
    };
    await tellSettings();
    const known = heard('terminals');
    expect(known).toBeGreaterThan(0);
    expect((await terminal.pull(cursor)).items).toEqual([]);
    await tellSettings();
    expect(heard('terminals')).toBe(known);
    await listening.end();
  });

  it('says nothing of a depot that is not theirs, and nothing but which depot and what', async () => {
    const [own, foreign] = [await seedRoute(central, 1), await seedRoute(central, 1)];
    const { token } = await addOperator([{ name: 'depot', depot: own.depot }]);
    const listening = await listen(central, token);
    await foreign.terminal.handIn([foreign.terminal.write(PULLED)]);
    await own.terminal.handIn([own.terminal.write(PULLED)]);
    await until(async () => heardOf(listening, own.depot).length > 0);
    expect(listening.text()).not.toContain(foreign.depot);
    expect(listening.text()).not.toMatch(/Customer|Street|\+49/);
    await listening.end();
  });

  it('tells what an operator does to those who see its depot', async () => {
    const { depot, terminal } = await seedRoute(central, 1);
    const { token } = await addOperator([{ name: 'look' }]);
    const listening = await listen(central, token);
    await central.staff('POST', `/v1/terminals/${terminal.id}/revoke`, {});
    await until(async () => heardOf(listening, depot).includes('terminals'));
    const driver = { name: 'Ada' };
    await central.staff('POST', `/v1/depots/${depot}/drivers`, driver);
    await until(async () => heardOf(listening, depot).includes('settings'));
    await listening.end();
  });

  it('tells that somebody signed in, and nothing of who was refused', async () => {
    const { depot } = await seedRoute(central, 1);
    const kim = await addPerson(central, 'Kim', [{ name: 'auditor' }]);
    const listening = await listen(central, { cookie: kim.browser.cookie() });
    const ofAll = (): number => listening.text().split('{"depot":null,"topic":"people"}').length;
    /** What was announced before is heard by then. */
    const allIsHeard = async (): Promise<void> => {
      const of = heardOf(listening, depot).length;
      await central.staff('POST', `/v1/depots/${depot}/drivers`, { name: randomUUID() });
      await until(async () => heardOf(listening, depot).slice(of).includes('settings'));
    };
    const { name, password } = kim;
    const signIn = (code: string | undefined) =>
      makeBrowser(central.url).ask('POST', '/v1/sign-in', { name, password, code });
    await allIsHeard();
    const before = ofAll();
    expect((await signIn('000000')).status).toBe(401);
    await allIsHeard();
    expect(ofAll()).toBe(before);
    expect((await signIn(kim.recoveryCodes[0])).status).toBe(204);
    await until(async () => ofAll() > before);
    await listening.end();
  });

  it('ends at once for who may not listen any more, and follows what they may', async () => {
    const [one, two] = [await seedRoute(central, 1), await seedRoute(central, 1)];
    const { id, token } = await addOperator([{ name: 'depot', depot: one.depot }]);
    const listening = await listen(other, token);
    const grants = [{ name: 'depot', depot: two.depot }];
    await central.staff('PUT', `/v1/operators/${id}/grants`, { grants });
    await until(async () => {
      await two.terminal.handIn([two.terminal.write(PULLED)]);
      return heardOf(listening, two.depot).length > 0;
    });
    await central.staff('POST', `/v1/operators/${id}/remove`, {});
    await until(async () => listening.isOver());
  });

  it.each([
    ['signs out', 'POST', '/v1/sign-out', undefined],
    ['signs out everywhere', 'POST', '/v1/me/sessions/end', { here: true }],
  ] as const)('ends at once for who %s', async (_what, method, path, body) => {
    const { depot, terminal } = await seedRoute(central, 1);
    const { browser } = await addPerson(central, randomUUID(), [{ name: 'depot', depot }]);
    const listening = await listen(other, { cookie: browser.cookie() });
    await until(async () => {
      await terminal.handIn([terminal.write(PULLED)]);
      return heardOf(listening, depot).length > 0;
    });
    expect((await browser.ask(method, path, body)).status).toBe(204);
    await until(async () => listening.isOver());
  });

  it('is refused without a key, or the right to look', async () => {
    expect((await fetch(`${central.url}/v1/events`)).status).toBe(401);
    const { token } = await addOperator([{ name: 'audit' }]);
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${central.url}/v1/events`, { headers })).status).toBe(403);
  });
});

describe('when the line to the database was cut', () => {
  it('everybody asks for everything, and hears again', async () => {
    const { depot } = await seedRoute(central, 1);
    const { token } = await addOperator([{ name: 'depot', depot }]);
    const listening = await listen(central, token);
    const refetches = (): number => listening.text().split('event: refetch').length - 1;
    await until(async () => refetches() === 1);
    await central.ports.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'kerbside-central-events' and datname = current_database()`,
    );
    await until(async () => refetches() === 2);
    await enrolTerminal(central, depot as never, 'T2');
    await until(async () => heardOf(listening, depot).includes('terminals'));
    await listening.end();
  });
});

it('a central that stops ends its streams, and waits for no connection that nobody has used', async () => {
  const { databaseUrl, dataFolder } = central;
  const third = await startTestCentral(postgres, { databaseUrl, dataFolder });
  const { token } = await addOperator([{ name: 'look' }]);
  const listening = await listen(third, token);
  const spare = connect(Number(new URL(third.url).port), '127.0.0.1');
  await once(spare, 'connect');
  await third.stop();
  await until(async () => listening.isOver());
});
