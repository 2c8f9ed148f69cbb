import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { REQUEST_SIGNATURE } from '../../../shared/protocol/api/request-signature.ts';
import { signedDocument } from '../../../shared/protocol/api/signed.ts';
import { PATHS } from '../../../shared/protocol/api/terminal.ts';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { HOUR, MINUTE } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { seedRoute } from '../testing/seed.ts';
import { type Answer, random16 } from '../testing/send-signed.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';

const central = centralForTests();
let terminal: TestTerminal;
beforeAll(async () => {
  terminal = (await seedRoute(central, 1)).terminal;
});

const codeOf = ({ status, body }: Answer): string =>
  status === 200 ? 'ok' : `${status} ${body.type.split(':').at(-1)}`;
const askTime = async (forge: Parameters<TestTerminal['send']>[3] = {}): Promise<string> =>
  codeOf(await terminal.send('POST', PATHS.time, { nonce: random16() }, forge));
const ago = (ms: number): Instant => (central.clock.now() - ms) as Instant;

describe('a signed request', () => {
  it('is taken, and answered with a signed time and the same nonce', async () => {
    const nonce = random16();
    const answer = await terminal.send('POST', PATHS.time, { nonce });
    expect(signedDocument.parse(answer.body).document).toMatchObject({
      nonce,
      terminal: terminal.id,
    });
  });

  it('is refused a second time', async () => {
    const nonce = random16();
    expect(await askTime({ nonce })).toBe('ok');
    expect(await askTime({ nonce })).toBe('401 replayed');
  });

  it('is refused for every nonce at most once when two come at one time', async () => {
    const nonce = random16();
    const answers = await Promise.all([askTime({ nonce }), askTime({ nonce })]);
    expect(answers.sort()).toEqual(['401 replayed', 'ok']);
  });

  it('is refused with a member that stands twice or a mark in front, whoever signed it (C9)', async () => {
    const nonce = random16();
    for (const text of [`{"nonce":"x","nonce":"${nonce}"}`, `\ufeff{"nonce":"${nonce}"}`]) {
      expect(await askTime({ text })).toBe('400 bad-request');
    }
    expect(await askTime({ text: `{"nonce":"${nonce}"}` })).toBe('ok');
  });

  it('is refused with a body, path or query other than the signed one', async () => {
    const other = JSON.stringify({ nonce: random16() });
    expect(await askTime({ sentBody: other })).toBe('401 bad-digest');
    expect(await askTime({ sentPath: PATHS.entries })).toBe('401 bad-signature');
    const pull = (sentPath: string) =>
      terminal.send('GET', `${PATHS.manifest}?after=0`, undefined, { sentPath }).then(codeOf);
    expect(await pull(`${PATHS.manifest}?after=1`)).toBe('401 bad-signature');
    expect(await pull(PATHS.manifest)).toBe('401 bad-signature');
    expect(await pull(`${PATHS.manifest}?after=0`)).toBe('ok');
  });

  it('is refused if it covers less, more or other than the profile, or has another label', async () => {
    const [first, ...rest] = REQUEST_SIGNATURE.components;
    expect(await askTime({ fields: rest })).toBe('401 bad-signature');
    expect(await askTime({ fields: [...rest, first] })).toBe('401 bad-signature');
    expect(await askTime({ fields: [first, ...rest, '@scheme'] })).toBe('401 bad-signature');
    expect(await askTime({ label: 'sig' })).toBe('401 bad-signature');
  });

  it('is refused from a terminal that nobody enrolled', async () => {
    const keyId = '00000000-0000-4000-8000-000000000000';
    expect(await askTime({ keyId })).toBe('401 unknown-terminal');
    expect(await askTime({ keyId: 'x' })).toBe('401 unknown-terminal');
  });

  it('is refused with the id of another terminal', async () => {
    const other = (await seedRoute(central, 1)).terminal;
    expect(await askTime({ keyId: other.id })).toBe('401 bad-signature');
  });

  it('is refused without any signature', async () => {
    const answer = await fetch(central.url + PATHS.time, { method: 'POST' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });
});

describe('a terminal whose clock is off', () => {
  it('is inside the window up to five minutes either way', async () => {
    expect(await askTime({ created: ago(4 * MINUTE) })).toBe('ok');
    expect(await askTime({ created: ago(-4 * MINUTE) })).toBe('ok');
    expect(await askTime({ created: ago(6 * MINUTE) })).toBe('401 clock-skew');
    expect(await askTime({ created: ago(-6 * MINUTE) })).toBe('401 clock-skew');
  });

  it("gets central's nonce, which is good once, for this terminal, for five minutes", async () => {
    const body = { nonce: random16() };
    const skew = () => terminal.send('POST', PATHS.time, body, { created: ago(30 * HOUR) });
    const { nonce } = (await skew()).body;
    const other = (await seedRoute(central, 1)).terminal;
    const stolen = await other.send('POST', PATHS.time, body, { created: ago(30 * HOUR), nonce });
    expect(codeOf(stolen)).toBe('401 clock-skew');
    expect(await askTime({ created: ago(30 * HOUR), nonce })).toBe('ok');
    expect(await askTime({ created: ago(30 * HOUR), nonce })).toBe('401 replayed');
    const late = (await skew()).body.nonce;
    central.clock.advance(6 * MINUTE);
    expect(await askTime({ created: ago(30 * HOUR), nonce: late })).toBe('401 clock-skew');
  });

  it('cannot replay an old request by a nonce that central has forgotten', async () => {
    const nonce = random16();
    const created = central.clock.now();
    expect(await askTime({ nonce, created })).toBe('ok');
    central.clock.advance(11 * MINUTE);
    expect(await askTime({ nonce, created })).toMatch(/^401 (replayed|clock-skew)$/);
  });
});

describe('the staff interface', () => {
  it.each([
    ['a member that stands twice', '{"name":"A","timeZone":"UTC","name":"B"}', /member twice/],
    ['one that is written in two ways', '{"name":"A","\\u006eame":"B"}', /member twice/],
    ['a mark in front', '\ufeff{"name":"A"}', /byte order mark/],
    ['bytes that are no UTF-8', Buffer.from('{"name":"\u00fc"}', 'latin1'), /not UTF-8/],
    ['nothing', ' ', /not JSON/],
  ])('refuses a body with %s (C9)', async (_what, body, why) => {
    const token = (await readFile(join(central.dataFolder, 'operator.token'), 'utf8')).trim();
    const answer = await fetch(`${central.url}/v1/depots`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: new Uint8Array(Buffer.from(body as string)),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      type: 'urn:kerbside:problem:bad-request',
      issues: [{ where: 'body', message: expect.stringMatching(why) }],
    });
  });

  it('wants a token, and says nothing of what was sent', async () => {
    const secret = 'K7QD9-2MX4T';
    const answer = await fetch(`${central.url}/v1/depots`, {
      headers: { authorization: `Bearer ${secret.repeat(3)}` },
    });
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain(secret);
    const bad = await central.staff('POST', '/v1/depots', { name: 7, [secret]: secret });
    expect(bad.status).toBe(400);
    expect(JSON.stringify(bad.body.issues)).toContain('name');
  });

  it('describes itself in OpenAPI 3.1', async () => {
    const api = (await (await fetch(`${central.url}/openapi.json`)).json()) as {
      openapi: string;
      paths: object;
    };
    expect(api.openapi).toMatch(/^3\.1/);
    const staff = [
      '/v1/deliveries/{delivery}/passes',
      '/v1/passes/{once}/withdraw',
      '/v1/depots/{depot}/tokens',
      '/v1/tokens/{token}/revoke',
    ];
    const paths = expect.arrayContaining([...Object.values(PATHS), ...staff]);
    expect(Object.keys(api.paths)).toEqual(paths);
  });
});
