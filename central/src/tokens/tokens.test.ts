import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import { NOTHING_PARTICULAR } from '../../../shared/protocol/nothing-particular.ts';
import { auditLog } from '../../../shared/protocol/proof/audit.ts';
import { auditFile } from '../../../shared/protocol/proof/audit-file.ts';
import { ocraAnswer } from '../../../shared/protocol/schemes/oath/ocra.ts';
import { parseOcraSuite } from '../../../shared/protocol/schemes/oath/ocra-suite.ts';
import { timeStep, totpCode } from '../../../shared/protocol/schemes/oath/totp.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { overrideFor, seedRoute } from '../testing/seed.ts';
import { dumpDatabase } from '../testing/test-central.ts';
import { hotpOf, PIN_SUITE, SERIAL, text, tokensAt } from './testing/tokens-at.ts';

const central = centralForTests();
const { add, tokensOf, handOversOf, codesOf, start } = tokensAt(central);

describe('a token', () => {
  it('is added with the parameters that most have, and its seed is seen no more', async () => {
    const { depot } = await seedRoute(central, 1);
    const { status, body, seed } = await add(depot);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      depot,
      serial: SERIAL,
      kind: 'hotp',
      parameters: { hash: 'SHA1', digits: 6, lookAhead: 10, resyncAhead: 100 },
      next: 0,
      status: 'active',
      open: 0,
    });
    expect(await tokensOf(depot)).toEqual([body]);
    const dump = await dumpDatabase(central);
    expect(dump).not.toContain(seed);
    expect(dump).not.toContain(Buffer.from(seed, 'hex').toString('base64url'));
    const { acts } = (await central.staff('GET', '/v1/audit')).body;
    expect(acts[0]).toMatchObject({ act: 'token-added', subject: { token: body.id, depot } });
  });

  it('is refused with a bad seed, suite, PIN or parameter, and a serial number that is taken', async () => {
    const { depot } = await seedRoute(central, 1);
    const ocra = (suite: string) => ({ scheme: { kind: 'ocra', suite } });
    const pinHash = randomBytes(20).toString('hex');
    const refused: [string, object][] = [
      ['422 bad-seed', { seed: 'JBSWY3DPEHPK3PXP' }],
      ['422 bad-seed', { seed: 'ab'.repeat(15) }],
      ['422 bad-seed', { seed: 'ab'.repeat(65) }],
      ['422 bad-seed', { seed: 'abc'.repeat(13) }],
      ['422 bad-suite', ocra('OCRA-1:HOTP-SHA1-6:QN8')],
      ['422 bad-suite', ocra('OCRA-1:HOTP-SHA1-4:QN08')],
      ['422 bad-suite', ocra('OCRA-1:HOTP-SHA1-0:QN08')],
      ['422 bad-suite', ocra('OCRA-1:HOTP-SHA1-6:QN04')],
      ['422 bad-suite', ocra('OCRA-1:HOTP-SHA1-6:QN08-S005')],
      ['422 bad-pin-hash', ocra(PIN_SUITE)],
      ['422 bad-pin-hash', { ...ocra(PIN_SUITE), pinHash: pinHash.slice(2) }],
      ['422 bad-pin-hash', { ...ocra('OCRA-1:HOTP-SHA1-6:QN08'), pinHash }],
      ['422 bad-pin-hash', { pinHash }],
      ['400 bad-request', { scheme: { kind: 'totp', digits: 5 } }],
      ['400 bad-request', { scheme: { kind: 'hotp', stepSeconds: 30 } }],
      ['400 bad-request', { scheme: { kind: 'yubikey' } }],
      ['400 bad-request', { serial: 'two words' }],
      ['400 bad-request', { next: -1 }],
    ];
    for (const [expected, more] of refused) {
      const { status, problem, body, seed } = await add(depot, more);
      expect([`${status} ${problem}`, more]).toEqual([expected, more]);
      expect(JSON.stringify(body)).not.toContain((more as { seed?: string }).seed ?? seed);
    }
    expect((await add(depot)).status).toBe(201);
    const again = await add(depot);
    expect([again.status, again.problem]).toEqual([409, 'serial-taken']);
    expect((await add((await seedRoute(central, 1)).depot)).status).toBe(201);
    expect((await add(randomUUID())).problem).toBe('unknown-depot');
    const nobody = await central.staff('POST', `/v1/tokens/${randomUUID()}/revoke`, {});
    expect([nobody.status, nobody.body.type]).toEqual([404, 'urn:kerbside:problem:unknown-token']);
  });
});

describe('a delivery to the owner of a token', () => {
  it('goes to the terminal with the seed sealed for it, and has neither code nor SMS', async () => {
    const { deliveries, route, token, seed, depot } = await start();
    const [delivery] = deliveries;
    expect(delivery).toMatchObject({
      verifier: { scheme: 'hotp', digits: 6, lookAhead: 10, delivery: delivery.id, epoch: 1 },
      token: { id: token, next: 0 },
      override: { scheme: 'sealed', purpose: 'override' },
    });
    expect(JSON.stringify(delivery)).not.toContain(seed.toString('base64url'));
    const stops = await central.staff('GET', `/v1/routes/${route}/deliveries`);
    expect(stops.body.deliveries).toMatchObject([
      {
        token: { id: token, serial: SERIAL },
        issue: { state: 'active', sms: 'none', smsDue: null },
      },
    ]);
    const { rows } = await central.ports.pool.query(
      'select purpose from active_code join issue on issue.id = issue where delivery = $1',
      [delivery.id],
    );
    expect(rows).toEqual([{ purpose: 'override' }]);
    expect(await tokensOf(depot)).toMatchObject([{ open: 1 }]);
  });

  it('is counted by what the token shows, which is the word of the terminal and no proof', async () => {
    const { deliveries, seed, terminal, depot } = await start();
    const [delivery] = deliveries;
    expect(() => terminal.takeToken(delivery, '000000')).toThrow('wrong-code');
    const entry = terminal.takeToken(delivery, hotpOf(seed, 3));
    expect(await codesOf(terminal, entry)).toEqual([]);
    expect(await handOversOf(terminal)).toMatchObject([
      {
        scheme: 'oath',
        token: SERIAL,
        proved: false,
        reason: 'by-token',
        counted: true,
        inTime: true,
        presenceKey: null,
      },
    ]);
    expect(await tokensOf(depot)).toMatchObject([{ next: 4, open: 0 }]);
    const { body } = await central.staff('GET', `/v1/terminals/${terminal.id}/log`);
    expect(auditLog(auditFile.parse(body), verifySignature)).toMatchObject({
      proved: [],
      unproved: [{ delivery: delivery.id, reason: 'by-token' }],
      faults: [],
    });
  });

  it.each([
    ['a time-based one', { kind: 'totp', hash: 'SHA256', digits: 8 }],
    ['one that answers questions, with a PIN', { kind: 'ocra', suite: PIN_SUITE }],
  ])('is opened by %s', async (_name, scheme) => {
    const pin = randomBytes(20);
    const isOcra = scheme.kind === 'ocra';
    const more = isOcra ? { scheme, pinHash: pin.toString('hex'), next: 7 } : { scheme };
    const { deliveries, seed, terminal, depot } = await start(1, more);
    const [delivery] = deliveries;
    const now = central.clock.now();
    const question = '12345678';
    const suite = parseOcraSuite(PIN_SUITE);
    if (!suite.ok) throw new Error('no suite');
    const session = Buffer.from(delivery.shortId);
    const asked = [question] as const;
    const input = { questions: asked, pinHash: pin, session, counter: 9, step: null };
    const answer = ocraAnswer(suite.value, seed, input);
    if (!answer.ok) throw new Error(answer.error);
    const step = timeStep(now, 30);
    const digits = isOcra ? answer.value : totpCode('SHA256', seed, step, 8);
    const entry = terminal.takeToken(delivery, text(digits), { question });
    expect(await codesOf(terminal, entry)).toEqual([]);
    expect(await tokensOf(depot)).toMatchObject([{ next: isOcra ? 10 : step + 1 }]);
  });

  it('is opened by the override, with its proof', async () => {
    const { deliveries, terminal } = await start();
    const [delivery] = deliveries;
    const code = await overrideFor(central, delivery);
    const entry = await terminal.handOver(delivery, code, { opens: 'override' });
    if (entry === null) throw new Error('the override was refused');
    expect(await codesOf(terminal, entry)).toEqual([]);
    expect(await handOversOf(terminal)).toMatchObject([{ by: 'override', proved: true }]);
  });

  it('cannot be opened by a code that was never made', async () => {
    const { deliveries, terminal } = await start();
    const [{ id, epoch }] = deliveries;
    const presence = randomBytes(64).toString('base64url') as never;
    const entry = terminal.write({
      kind: 'hand-over',
      ...NOTHING_PARTICULAR,
      purpose: 'hand-over',
      delivery: id,
      epoch,
      parcels: [],
      proof: { scheme: 'sealed', presence },
    });
    expect(await codesOf(terminal, entry)).toEqual(['no-such-delivery']);
  });
});
