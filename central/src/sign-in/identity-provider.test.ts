import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lie, startLyingProvider } from '../testing/identity-provider.fake.ts';
import {
  type Account,
  CLIENT,
  startIdentityProvider,
  type TestIdentityProvider,
} from '../testing/identity-provider.ts';
import { makeBrowser, tokenOf } from '../testing/people.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import { CALLBACK } from './provider-routes.ts';

const PUBLIC = 'https://central.example';

let postgres: TestPostgres;
let honest: TestIdentityProvider;
let lying: Awaited<ReturnType<typeof startLyingProvider>>;
let central: TestCentral;
let other: TestCentral;

beforeAll(async () => {
  postgres = await startTestPostgres();
  honest = await startIdentityProvider([`${PUBLIC}${CALLBACK}`]);
  lying = await startLyingProvider();
  const at = (issuer: string) => ({ name: 'Company account', issuer, ...CLIENT });
  const options = { publicUrl: PUBLIC };
  central = await startTestCentral(postgres, { ...options, identityProvider: at(honest.issuer) });
  other = await startTestCentral(postgres, { ...options, identityProvider: at(lying.issuer) });
});
afterAll(async () => {
  await central?.stop();
  await other?.stop();
  await honest?.stop();
  await lying?.stop();
  await postgres?.stop();
});

/** A browser that keeps the cookie of a flow as well as that of a session. */
const openFlow = async (at: TestCentral, body: object = {}) => {
  const begun = await makeBrowser(at.url).ask('POST', '/v1/sign-in/provider/begin', body);
  const [, flow = ''] = /kerbside-flow=([^;]*)/.exec(begun.headers.get('set-cookie') ?? '') ?? [];
  return {
    begun,
    url: String(begun.body.url),
    back: async (address: string, cookie = flow) => {
      const { pathname, search } = new URL(address);
      const answer = await fetch(`${at.url}${pathname}${search}`, {
        redirect: 'manual',
        // As a browser does that comes from the provider's page.
        headers: { cookie: `__Host-kerbside-flow=${cookie}`, 'sec-fetch-site': 'cross-site' },
      });
      const sets = answer.headers.getSetCookie().join('\n');
      const session = /^__Host-kerbside=([\w-]{43});.*SameSite=Strict$/m.exec(sets)?.[1] ?? null;
      return { status: answer.status, to: answer.headers.get('location'), session };
    },
  };
};

const add = async (at: TestCentral, name: string, email: string | null) => {
  const body = { name, kind: 'person', email, grants: [{ name: 'dispatcher' }] };
  const added = await at.staff('POST', '/v1/operators', body);
  expect(added.status).toBe(201);
  return added.body.id as string;
};
const signIn = async (account: Account, body: object = {}) => {
  const flow = await openFlow(central, body);
  return flow.back(await honest.signIn(flow.url, account));
};
const account = (sub: string, more: Partial<Account> = {}): Account => ({
  ...{ sub, email: `${sub}@company.example`, isVerified: true },
  ...more,
});

describe('the identity provider', () => {
  it('is named where people sign in', async () => {
    const { body } = await makeBrowser(central.url).ask('GET', '/v1/sign-in');
    expect(body.identityProvider).toBe('Company account');
  });

  it('signs somebody in whose e-mail address an admin gave, and knows them again by its own name', async () => {
    const id = await add(central, 'Vic', 'VIC@company.example');
    const first = await signIn(account('vic'));
    expect([first.status, first.to]).toEqual([303, '/']);
    const browser = makeBrowser(central.url, first.session ?? '');
    expect((await browser.ask('GET', '/v1/me')).body).toMatchObject({
      id,
      session: { via: 'identity-provider' },
      signsInWith: { password: false, identityProvider: true },
    });
    // The address is no matter any more: whoever gets it later is somebody else.
    expect((await signIn(account('vic', { email: 'new@company.example' }))).to).toBe('/');
    const later = await signIn(account('vic2', { email: 'vic@company.example' }));
    expect([later.to, later.session]).toEqual(['/sign-in#sign-in-refused', null]);
  });

  it('signs nobody in by an address that it does not vouch for, or that nobody has', async () => {
    await add(central, 'Wim', 'wim@company.example');
    for (const one of [account('wim', { isVerified: false }), account('stranger')]) {
      const refused = await signIn(one);
      expect([refused.to, refused.session]).toEqual(['/sign-in#sign-in-refused', null]);
    }
  });

  it('is set up by a link, whatever the address', async () => {
    const id = await add(central, 'Xia', null);
    const invited = await central.staff('POST', `/v1/operators/${id}/invite`);
    const token = tokenOf(invited.body.link);
    const done = await signIn(account('xia'), { token });
    expect(done.to).toBe('/');
    expect((await signIn(account('xia'))).to).toBe('/');
    expect((await signIn(account('yan'), { token })).to).toBe('/sign-in#link-over');
  });

  it('signs nobody in who has left', async () => {
    const id = await add(central, 'Yve', 'yve@company.example');
    expect((await signIn(account('yve'))).to).toBe('/');
    await central.staff('POST', `/v1/operators/${id}/remove`);
    expect((await signIn(account('yve'))).to).toBe('/sign-in#sign-in-refused');
  });

  it('takes nobody back who left from another browser, or with another flow', async () => {
    await add(central, 'Zac', 'zac@company.example');
    const [own, others] = [await openFlow(central), await openFlow(central)];
    const address = await honest.signIn(own.url, account('zac'));
    for (const back of [
      await own.back(address, ''),
      await own.back(address, 'AAAA'),
      await others.back(address),
    ]) {
      expect([back.to, back.session]).toEqual(['/sign-in#provider-refused', null]);
    }
    expect((await own.back(address)).to).toBe('/');
    // What was in the address is no use a second time.
    expect((await own.back(address)).to).toBe('/sign-in#provider-refused');
  });

  it('that is away is said to be, and is asked again', async () => {
    await add(central, 'Ali', 'ali@company.example');
    const flow = await openFlow(central);
    const address = await honest.signIn(flow.url, account('ali'));
    await honest.stop();
    expect((await flow.back(address)).to).toBe('/sign-in#provider-away');
    const { databaseUrl, dataFolder } = central;
    const identityProvider = { name: 'x', issuer: honest.issuer, ...CLIENT };
    const fresh = await startTestCentral(postgres, {
      ...{ databaseUrl, dataFolder, publicUrl: PUBLIC, identityProvider },
    });
    try {
      const { begun } = await openFlow(fresh);
      expect(begun).toMatchObject({ status: 503, body: { type: /provider-away$/ } });
      expect(Number(begun.headers.get('retry-after'))).toBeGreaterThan(0);
      await honest.start();
      expect((await openFlow(fresh)).begun.status).toBe(200);
    } finally {
      await fresh.stop();
    }
  });
});

describe('an identity provider that lies', () => {
  const past = Math.floor(Date.now() / 1_000) - 3_600;
  it.each<[string, Lie]>([
    ['another issuer', { claims: { iss: 'https://other.example' } }],
    ['another audience', { claims: { aud: 'somebody-else' } }],
    ['another nonce', { claims: { nonce: 'of-another-sign-in' } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['a token that is over', { claims: { exp: past, iat: past - 60 } }],
    ['a signature by another key', { signsWithOtherKey: true }],
    ['no signature', { algorithm: 'none' }],
    ['an empty name', { claims: { sub: '' } }],
    ['a refusal', { status: 400 }],
  ])('is refused with %s', async (_what, lie) => {
    lying.tell(lie);
    const flow = await openFlow(other);
    const back = await flow.back(lying.signIn(flow.url));
    expect([back.to, back.session]).toEqual(['/sign-in#provider-refused', null]);
  });

  it('is away where it breaks, and believed where it does not lie', async () => {
    await add(other, 'Zoe', 'zoe@company.example');
    lying.tell({ status: 502 });
    const broken = await openFlow(other);
    expect((await broken.back(lying.signIn(broken.url))).to).toBe('/sign-in#provider-away');
    lying.tell({});
    const flow = await openFlow(other);
    expect((await flow.back(lying.signIn(flow.url))).to).toBe('/');
  });
});

it('an e-mail address is one person’s', async () => {
  const body = { name: 'Vic II', kind: 'person', email: 'vic@COMPANY.example' };
  const taken = await central.staff('POST', '/v1/operators', {
    ...body,
    grants: [{ name: 'it' }],
  });
  expect(taken.body.type).toMatch(/email-taken$/);
});
