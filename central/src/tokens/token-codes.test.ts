import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ParcelLabel, TokenId } from '../../../shared/protocol/ids.ts';
import { timeStep } from '../../../shared/protocol/schemes/oath/totp.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import {
  csvLine,
  deliveriesOf,
  overrideFor,
  pullAll,
  seedRoute,
  TOKEN_HEADER,
} from '../testing/seed.ts';
import { claim, hotpOf, SERIAL, tokensAt } from './testing/tokens-at.ts';

const central = centralForTests();
const { tokensOf, handOversOf, codesOf, start } = tokensAt(central);

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
    const path = `/v1/routes/${route}/deliveries`;
    const [{ version }] = (await central.staff('GET', path)).body.deliveries;
    const revoke = () => central.staff('POST', `/v1/tokens/${token}/revoke`, {});
    expect(await revoke()).toMatchObject({ status: 200, body: { status: 'revoked' } });
    expect((await revoke()).status).toBe(200);
    const { acts } = (await central.staff('GET', '/v1/audit')).body;
    expect(acts.filter((one: { act: string }) => one.act === 'token-revoked')).toHaveLength(1);
    const { items } = await pullAll(terminal, cursor);
    expect(items).toMatchObject([{ id: before.id, epoch: 2, verifier: { scheme: 'sealed' } }]);
    const stops = await central.staff('GET', path);
    expect(stops.body.deliveries).toMatchObject([
      { version: version + 1, issue: { epoch: 2, state: 'active', sms: 'cancelled' } },
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
