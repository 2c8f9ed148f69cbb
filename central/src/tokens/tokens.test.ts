import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ManifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { ParcelLabel, TokenId } from '../../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import { NOTHING_PARTICULAR } from '../../../shared/protocol/nothing-particular.ts';
import { auditLog } from '../../../shared/protocol/proof/audit.ts';
import { auditFile } from '../../../shared/protocol/proof/audit-file.ts';

import { hotpCode } from '../../../shared/protocol/schemes/oath/hotp.ts';
import { ocraAnswer } from '../../../shared/protocol/schemes/oath/ocra.ts';
import { parseOcraSuite } from '../../../shared/protocol/schemes/oath/ocra-suite.ts';
import { timeStep, totpCode } from '../../../shared/protocol/schemes/oath/totp.ts';
import {
  csvLine,
  deliveriesOf,
  overrideFor,
  pullAll,
  type Seeded,
  seedRoute,
  TOKEN_HEADER,
} from '../testing/seed.ts';
import {
  dumpDatabase,
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';

let postgres: TestPostgres;
let central: TestCentral;

beforeAll(async () => {
  postgres = await startTestPostgres();
  central = await startTestCentral(postgres);
});
afterAll(async () => {
  await central?.stop();
  await postgres?.stop();
});

const SERIAL = 'FT-0001';
const PIN_SUITE = 'OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1-S006';
const hotp = { kind: 'hotp' };

const add = async (depot: string, more: object = {}) => {
  const seed = randomBytes(20).toString('hex');
  const body = { serial: SERIAL, scheme: hotp, seed, ...more };
  const answer = await central.staff('POST', `/v1/depots/${depot}/tokens`, body);
  return { ...answer, seed, problem: answer.body.type?.split(':').at(-1) };
};
const tokensOf = async (depot: string) =>
  (await central.staff('GET', `/v1/depots/${depot}/tokens`)).body.tokens;
const handOversOf = async (terminal: TestTerminal) =>
  (await central.staff('GET', `/v1/hand-overs?terminal=${terminal.id}`)).body.handOvers;
const codesOf = async (terminal: TestTerminal, ...entries: SignedEntry[]): Promise<string[]> =>
  (await terminal.handIn(entries)).findings.map((one) => one.code);

type Started = Seeded & {
  readonly deliveries: readonly [ManifestDelivery, ...ManifestDelivery[]];
  readonly seed: Buffer;
  readonly token: TokenId;
  readonly cursor: number;
};

/** A route of some stops of one customer, who has a token. */
const start = async (stops = 1, more: object = {}): Promise<Started> => {
  let seed = '';
  let token = '' as TokenId;
  const prepare = async (depot: string): Promise<void> => {
    const added = await add(depot, more);
    if (added.status !== 201) throw new Error(JSON.stringify(added.body));
    ({ seed } = added);
    token = added.body.id;
  };
  const seeded = await seedRoute(central, stops, { token: SERIAL }, prepare);
  const { items, cursor } = await pullAll(seeded.terminal);
  const [first, ...others] = deliveriesOf(items).sort((a, b) => a.position - b.position);
  if (first === undefined) throw new Error('no delivery');
  const deliveries = [first, ...others] as const;
  return { ...seeded, deliveries: [...deliveries], seed: Buffer.from(seed, 'hex'), token, cursor };
};
const text = (digits: Uint8Array): string => Buffer.from(digits).toString('ascii');
const hotpOf = (seed: Buffer, counter: number): string => text(hotpCode('SHA1', seed, counter, 6));
/** A hand-over as a terminal may claim it, whatever it was shown. */
const claim = (
  terminal: TestTerminal,
  { id, epoch }: ManifestDelivery,
  token: TokenId,
  factor: number | null,
): SignedEntry =>
  terminal.write({
    kind: 'hand-over',
    ...NOTHING_PARTICULAR,
    purpose: 'hand-over',
    delivery: id,
    epoch,
    parcels: [],
    proof: { scheme: 'oath', token, factor: factor as never },
  });

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

describe("a token's code", () => {
  it('counts once, for one delivery, and an older one that nobody used counts still', async () => {
    const { deliveries, terminal, token, depot } = await start(3);
    const [one, two, three] = deliveries;
    if (two === undefined || three === undefined) throw new Error('too few stops');
    const entries = [
      claim(terminal, one, token, 5),
      claim(terminal, two, token, 5),
      claim(terminal, three, token, 4),
      claim(terminal, two, token, 6),
      claim(terminal, two, token, 7),
    ];
    expect((await terminal.handIn(entries)).findings).toEqual([
      { sequence: 2, code: 'second-hand-over' },
      { sequence: 5, code: 'second-hand-over' },
    ]);
    expect(await tokensOf(depot)).toMatchObject([{ next: 7 }]);
    const counted = (await handOversOf(terminal)).filter((h: { counted: boolean }) => h.counted);
    expect(counted).toHaveLength(3);
  });

  it('that the token cannot have shown yet moves nothing, and is a finding', async () => {
    const { deliveries, terminal, token, depot } = await start(2);
    const [one, two] = deliveries;
    if (two === undefined) throw new Error('too few stops');
    expect(await codesOf(terminal, claim(terminal, one, token, Number.MAX_SAFE_INTEGER))).toEqual([
      'outside-validity',
    ]);
    expect(await tokensOf(depot)).toMatchObject([{ next: 0 }]);
    expect(await codesOf(terminal, claim(terminal, two, token, 101))).toEqual([]);
    expect(await tokensOf(depot)).toMatchObject([{ next: 102 }]);
    const timed = await start(1, { scheme: { kind: 'totp' } });
    const [delivery] = timed.deliveries;
    const future = timeStep(central.clock.now(), 30) + 10;
    const early = claim(timed.terminal, delivery, timed.token, future);
    expect(await codesOf(timed.terminal, early)).toEqual(['outside-validity']);
    expect(await tokensOf(timed.depot)).toMatchObject([{ next: 0 }]);
  });

  it('that a revoked terminal hands in counts for nothing: its word was taken from it (A10)', async () => {
    const { deliveries, terminal, token } = await start(2);
    const [one, two] = deliveries;
    if (two === undefined) throw new Error('too few stops');
    expect(await codesOf(terminal, claim(terminal, one, token, 0))).toEqual([]);
    const before = claim(terminal, two, token, 1);
    await central.staff('POST', `/v1/terminals/${terminal.id}/revoke`, {});
    expect(await codesOf(terminal, before)).toEqual(['after-revocation']);
    const counted = (await handOversOf(terminal)).filter((h: { counted: boolean }) => h.counted);
    expect(counted).toHaveLength(1);
  });

  it('of another token, or on another terminal, opens nothing', async () => {
    const [one, other] = [await start(), await start()];
    const [delivery] = one.deliveries;
    const entries = [
      claim(one.terminal, delivery, other.token, 0),
      claim(one.terminal, delivery, randomUUID() as TokenId, null),
    ];
    expect(await codesOf(one.terminal, ...entries)).toEqual([
      'no-such-delivery',
      'no-such-delivery',
    ]);
    const elsewhere = claim(other.terminal, delivery, one.token, 0);
    expect(await codesOf(other.terminal, elsewhere)).toEqual(['no-such-delivery']);
    expect((await handOversOf(one.terminal)).length).toBe(2);
  });
});

describe('a revoked token', () => {
  it('has its open deliveries issued anew with a code, unsent where there is no telephone', async () => {
    const { deliveries, terminal, token, cursor, route, depot, seed } = await start();
    const [before] = deliveries;
    const revoke = () => central.staff('POST', `/v1/tokens/${token}/revoke`, {});
    expect(await revoke()).toMatchObject({ status: 200, body: { status: 'revoked' } });
    expect((await revoke()).status).toBe(200);
    const { acts } = (await central.staff('GET', '/v1/audit')).body;
    expect(acts.filter((one: { act: string }) => one.act === 'token-revoked')).toHaveLength(1);
    const { items } = await pullAll(terminal, cursor);
    expect(items).toMatchObject([{ id: before.id, epoch: 2, verifier: { scheme: 'sealed' } }]);
    const stops = await central.staff('GET', `/v1/routes/${route}/deliveries`);
    expect(stops.body.deliveries).toMatchObject([
      { issue: { epoch: 2, state: 'active', sms: 'cancelled' } },
    ]);
    // The terminal took it before it heard of the end: it counts, and a person sees it.
    const late = terminal.takeToken(before, hotpOf(seed, 0));
    expect(await codesOf(terminal, late)).toEqual(['after-withdrawal']);
    const file = [TOKEN_HEADER, csvLine(central.clock.now(), 8, { token: SERIAL })].join('\n');
    const refused = await central.staff('POST', `/v1/depots/${depot}/deliveries`, file);
    expect(refused.body.lines).toMatchObject([{ line: 2, column: 'token', code: 'token-revoked' }]);
  });
});

describe('what the driver says of a hand-over', () => {
  it('is listed beside the proof: recipient, kept parcels, note, signature', async () => {
    const label = 'PARCEL-ONE-XYZ;PARCEL-TWO-XYZ';
    const seeded = await seedRoute(central, 1, { label });
    const [delivery] = deliveriesOf((await pullAll(seeded.terminal)).items);
    if (delivery === undefined) throw new Error('no delivery');
    const said = {
      recipient: { to: 'neighbour', who: 'Hopper, no. 7' } as const,
      kept: ['PARCEL-TWO-XYZ' as ParcelLabel],
      note: 'one was wet',
      strokes: [[[1, 2] as [number, number], [3, 4] as [number, number]]],
    };
    const code = await overrideFor(central, delivery);
    const entry = await seeded.terminal.handOver(delivery, code, { opens: 'override', ...said });
    if (entry === null) throw new Error('the override was refused');
    expect(await codesOf(seeded.terminal, entry)).toEqual([]);
    expect(await handOversOf(seeded.terminal)).toMatchObject([
      { ...said, signed: true, scheme: 'sealed', proved: true },
    ]);
    const stops = await central.staff('GET', `/v1/routes/${seeded.route}/deliveries`);
    expect(stops.body.deliveries).toMatchObject([{ status: 'delivered', kept: said.kept }]);
  });
});
