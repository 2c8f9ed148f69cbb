import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ManifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { DeliveryId, Random16, Signature } from '../../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import { NOTHING_PARTICULAR } from '../../../shared/protocol/nothing-particular.ts';
import { auditLog } from '../../../shared/protocol/proof/audit.ts';
import { auditFile } from '../../../shared/protocol/proof/audit-file.ts';

import { HOUR } from '../clock.ts';
import {
  codeFor,
  csvLine,
  deliveriesOf,
  enrolTerminal,
  HEADER,
  pullAll,
  type Seeded,
  seedRoute,
} from '../testing/seed.ts';
import {
  dumpDatabase,
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';
import { expirePasses } from './end-passes.ts';

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

type Made = { once: Random16; epoch: number; text: string; delivery: DeliveryId };

const start = async (): Promise<Seeded & { delivery: ManifestDelivery; cursor: number }> => {
  const seeded = await seedRoute(central, 1);
  const { items, cursor } = await pullAll(seeded.terminal);
  const [delivery] = deliveriesOf(items);
  if (delivery === undefined) throw new Error('no delivery');
  return { ...seeded, delivery, cursor };
};
/** A delivery that came when the terminal had left, of a route that nobody has. */
const addLater = async ({ depot }: Seeded, line?: string): Promise<DeliveryId> => {
  const row = line ?? csvLine(central.clock.now(), 1, { route: 'R9' });
  const file = `${HEADER}\n${row}`;
  const { body } = await central.staff('POST', `/v1/depots/${depot}/deliveries`, file);
  const path = `/v1/routes/${body.routes[0].id}/deliveries`;
  return (await central.staff('GET', path)).body.deliveries.at(-1).id;
};
const ask = async (delivery: string, body: object) => {
  const answer = await central.staff('POST', `/v1/deliveries/${delivery}/passes`, body);
  return { ...answer, problem: answer.body.type?.split(':').at(-1) };
};
const issue = async (delivery: string, body: object): Promise<Made> => {
  const answer = await ask(delivery, body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};
const statesOf = async (delivery: string): Promise<string[]> =>
  (await central.staff('GET', `/v1/deliveries/${delivery}/passes`)).body.passes.map(
    (one: { state: string }) => one.state,
  );
const withdraw = async (once: string) => {
  const answer = await central.staff('POST', `/v1/passes/${once}/withdraw`, {});
  return { ...answer, problem: answer.body.type?.split(':').at(-1) };
};
const codesOf = async (terminal: TestTerminal, ...entries: SignedEntry[]): Promise<string[]> =>
  (await terminal.handIn(entries)).findings.map((one) => one.code);
const handOversOf = async (terminal: TestTerminal) =>
  (await central.staff('GET', `/v1/hand-overs?terminal=${terminal.id}`)).body.handOvers;

describe('a pass', () => {
  it('is made for an open delivery beside its code, and its text is nowhere but in the answer', async () => {
    const { delivery, terminal } = await start();
    const made = await issue(delivery.id, { audience: 'terminal' });
    expect(made).toMatchObject({
      delivery: delivery.id,
      epoch: 2,
      audience: 'terminal',
      terminal: { id: terminal.id, name: 'T1' },
      route: null,
      state: 'active',
    });
    expect(made.text).toMatch(/^KP1:[0-9A-Z $%*+\-./:]+$/);
    const { body } = await central.staff('GET', `/v1/deliveries/${delivery.id}/passes`);
    const { text, ...kept } = made;
    expect(body.passes).toEqual([kept]);
    expect(await dumpDatabase(central)).not.toContain(text.slice(4, 60));
    const acts = (await central.staff('GET', '/v1/audit')).body.acts;
    expect(acts[0]).toMatchObject({
      act: 'pass-issued',
      subject: { delivery: delivery.id, once: made.once, epoch: 2, audience: 'terminal' },
    });
    expect(await terminal.handOver(delivery, await codeFor(central, delivery))).not.toBeNull();
  });

  it('opens a delivery that is on no terminal yet, is proved, and closes it', async () => {
    const seeded = await start();
    const { terminal } = seeded;
    const later = await addLater(seeded);
    const made = await issue(later, { audience: 'depot' });
    expect(made.epoch).toBe(1);
    const entry = terminal.takePass(made.text);
    expect(await codesOf(terminal, entry)).toEqual([]);
    expect(await handOversOf(terminal)).toMatchObject([
      { delivery: later, scheme: 'pass', proved: true, reason: null, counted: true, inTime: true },
    ]);
    expect(await statesOf(later)).toEqual(['used']);
    const { body } = await central.staff('GET', `/v1/terminals/${terminal.id}/log`);
    const report = auditLog(auditFile.parse(body), verifySignature);
    expect(report).toMatchObject({ proved: [{ delivery: later, epoch: 1 }], unproved: [] });
    expect((await ask(later, { audience: 'depot' })).problem).toBe('delivery-closed');
  });

  it('for a route is for who was given it, and for no other terminal', async () => {
    const { delivery, terminal, depot } = await start();
    const made = await issue(delivery.id, { audience: 'route' });
    const other = await enrolTerminal(central, depot, 'T2');
    const claimed = other.takePass(made.text, { route: 'R1' });
    expect(await codesOf(other, claimed)).toEqual(['no-such-delivery']);
    expect(await handOversOf(other)).toMatchObject([
      { counted: false, proved: false, reason: 'no-verifier', presenceKey: null },
    ]);
    expect(() => terminal.takePass(made.text, { route: 'R2' })).toThrow('not-for-this-terminal');
    expect(await codesOf(terminal, terminal.takePass(made.text, { route: 'R1' }))).toEqual([]);
  });

  it('for one terminal opens at no other, even if the other says so', async () => {
    const { delivery, terminal, depot } = await start();
    const other = await enrolTerminal(central, depot, 'T2');
    const made = await issue(delivery.id, { audience: 'terminal', terminal: other.id });
    expect(() => terminal.takePass(made.text)).toThrow('not-for-this-terminal');
    expect(await codesOf(other, other.takePass(made.text))).toEqual([]);
  });

  it('for a depot is for no terminal of another', async () => {
    const [{ delivery, depot }, { terminal }] = [await start(), await start()];
    const { text } = await issue(delivery.id, { audience: 'depot' });
    expect(() => terminal.takePass(text)).toThrow('not-for-this-terminal');
    expect(await codesOf(terminal, terminal.takePass(text, { depot }))).toEqual([
      'no-such-delivery',
    ]);
  });

  it('is known by its number and its name, and proved by its own key alone', async () => {
    const { delivery, terminal } = await start();
    const [one, two] = [
      await issue(delivery.id, { audience: 'depot' }),
      await issue(delivery.id, { audience: 'depot' }),
    ];
    const forged = terminal.write({
      kind: 'hand-over',
      ...NOTHING_PARTICULAR,
      purpose: 'hand-over',
      delivery: delivery.id,
      epoch: one.epoch as never,
      parcels: [],
      proof: {
        scheme: 'pass',
        once: one.once,
        presence: randomBytes(64).toString('base64url') as Signature,
      },
    });
    const swapped = terminal.takePass(one.text, { claimsOnce: two.once });
    expect(await codesOf(terminal, forged, swapped)).toEqual(['no-presence', 'no-such-delivery']);
    expect(await codesOf(terminal, terminal.takePass(one.text))).toEqual([]);
  });

  it('takes a number of its own, whoever else asks at that moment', async () => {
    const seeded = await seedRoute(central, 1);
    const path = `/v1/routes/${seeded.route}/deliveries`;
    const id = (await central.staff('GET', path)).body.deliveries[0].id;
    const made = await Promise.all([
      issue(id, { audience: 'depot' }),
      pullAll(seeded.terminal),
      issue(id, { audience: 'route' }),
      issue(id, { audience: 'depot' }),
    ]);
    const [delivery] = deliveriesOf((await pullAll(seeded.terminal)).items);
    const epochs = [made[0].epoch, made[2].epoch, made[3].epoch, delivery?.epoch];
    expect(epochs.sort()).toEqual([1, 2, 3, 4]);
  });
});

describe('a delivery with a code and passes', () => {
  it('counts once, whatever opens it, and every other terminal that could is told', async () => {
    const { delivery, terminal, depot, cursor } = await start();
    const other = await enrolTerminal(central, depot, 'T2');
    const { cursor: second } = await pullAll(other);
    const passes = [
      await issue(delivery.id, { audience: 'depot' }),
      await issue(delivery.id, { audience: 'route' }),
    ] as const;
    const byCode = await terminal.handOver(delivery, await codeFor(central, delivery));
    const byPass = other.takePass(passes[0].text);
    if (byCode === null) throw new Error('the code was refused');
    expect(await codesOf(other, byPass)).toEqual([]);
    expect(await statesOf(delivery.id)).toEqual(['withdrawn', 'used']);
    expect((await pullAll(other, second)).items).toEqual([]);
    const told = (await pullAll(terminal, cursor)).items;
    expect(told).toHaveLength(3);
    expect(told).toContainEqual({ type: 'withdrawn', delivery: delivery.id });
    const onces = told.flatMap((item) => (item.type === 'pass-withdrawn' ? item.once : []));
    expect(onces.sort()).toEqual(passes.map((one) => one.once).sort());
    expect(await codesOf(terminal, byCode)).toEqual(['second-hand-over']);
    expect(await handOversOf(terminal)).toMatchObject([
      { counted: false, proved: true, findings: ['second-hand-over'] },
    ]);
  });

  it('counts once when two terminals hand in at one moment', async () => {
    const { delivery, terminal, depot } = await start();
    const other = await enrolTerminal(central, depot, 'T2');
    const { text } = await issue(delivery.id, { audience: 'depot' });
    const [one, two] = [terminal.takePass(text), other.takePass(text)];
    const codes = await Promise.all([codesOf(terminal, one), codesOf(other, two)]);
    expect(codes.flat()).toEqual(['second-hand-over']);
    const counted = [...(await handOversOf(terminal)), ...(await handOversOf(other))];
    expect(counted.filter((h: { counted: boolean }) => h.counted)).toHaveLength(1);
  });

  it('is counted once when two terminals had codes of their own, one of them unreachable', async () => {
    const { delivery, terminal, depot, route } = await start();
    const first = await terminal.handOver(delivery, await codeFor(central, delivery));
    const other = await enrolTerminal(central, depot, 'T2');
    await central.staff('POST', `/v1/routes/${route}/assign`, { terminal: other.id });
    const [moved] = deliveriesOf((await pullAll(other)).items);
    if (moved === undefined || first === null) throw new Error('no delivery');
    const again = await other.handOver(moved, await codeFor(central, moved));
    if (again === null) throw new Error('the code was refused');
    expect(await codesOf(other, again)).toEqual([]);
    expect(await codesOf(terminal, first)).toEqual(['second-hand-over']);
  });
});

describe('a pass ends', () => {
  it('when staff withdraw it, once, for every terminal in its audience that is not revoked', async () => {
    const { delivery, terminal, depot, cursor } = await start();
    const [two, gone] = [
      await enrolTerminal(central, depot, 'T2'),
      await enrolTerminal(central, depot, 'T3'),
    ];
    await central.staff('POST', `/v1/terminals/${gone.id}/revoke`, {});
    const forAll = await issue(delivery.id, { audience: 'depot' });
    const forRoute = await issue(delivery.id, { audience: 'route' });
    for (const { once } of [forAll, forRoute, forAll]) {
      expect(await withdraw(once)).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
    }
    const told = async (one: TestTerminal, from: number) =>
      (await pullAll(one, from)).items.flatMap((i) => (i.type === 'pass-withdrawn' ? i.once : []));
    expect(await told(terminal, cursor)).toEqual([forAll.once, forRoute.once]);
    expect(await told(two, 0)).toEqual([forAll.once]);
    const items = await central.ports.pool.query(
      `select 1 from manifest_item where terminal = $1 and item->>'type' = 'pass-withdrawn'`,
      [gone.id],
    );
    expect(items.rowCount).toBe(0);
    // It was taken before the terminal heard of it: it counts, and a person sees it.
    expect(await codesOf(two, two.takePass(forAll.text))).toEqual(['after-withdrawal']);
    expect((await withdraw(randomBytes(16).toString('base64url'))).problem).toBe('unknown-pass');
    expect((await withdraw('x')).status).toBe(400);
  });

  it('with its validity, and is not withdrawn then', async () => {
    const { delivery } = await start();
    const { once } = await issue(delivery.id, { audience: 'depot' });
    await expirePasses(central.ports.pool, (delivery.verifier.notAfter - 1_000) as never);
    expect(await statesOf(delivery.id)).toEqual(['active']);
    await expirePasses(central.ports.pool, delivery.verifier.notAfter);
    expect(await statesOf(delivery.id)).toEqual(['expired']);
    expect((await withdraw(once)).problem).toBe('pass-ended');
  });

  it('with the terminal that it is for, when that is revoked or the delivery taken from it', async () => {
    const given = await start();
    const { delivery, terminal, depot, route, cursor } = given;
    const { once } = await issue(delivery.id, { audience: 'terminal' });
    const other = await enrolTerminal(central, depot, 'T2');
    const mine = await issue(delivery.id, { audience: 'terminal', terminal: other.id });
    await central.staff('POST', `/v1/routes/${route}/assign`, { terminal: other.id });
    expect(await statesOf(delivery.id)).toEqual(['active', 'withdrawn']);
    expect((await pullAll(terminal, cursor)).items).toEqual([
      { type: 'pass-withdrawn', once },
      { type: 'withdrawn', delivery: delivery.id },
    ]);
    await central.staff('POST', `/v1/terminals/${other.id}/revoke`, {});
    expect(await statesOf(delivery.id)).toEqual(['withdrawn', 'withdrawn']);
    expect((await withdraw(mine.once)).status).toBe(200);
  });
});

describe('a pass is refused', () => {
  it('for what is not there, is over, or is of another depot', async () => {
    const given = await start();
    const { id } = given.delivery;
    const elsewhere = await start();
    const revoked = await enrolTerminal(central, given.depot, 'T2');
    await central.staff('POST', `/v1/terminals/${revoked.id}/revoke`, {});
    const problemOf = async (delivery: string, body: object) => {
      const { status, problem } = await ask(delivery, body);
      return `${status} ${problem}`;
    };
    expect(await problemOf(randomUUID(), { audience: 'depot' })).toBe('404 unknown-delivery');
    const nobody = await central.staff('GET', `/v1/deliveries/${randomUUID()}/passes`);
    expect(nobody.status).toBe(404);
    for (const body of [
      {},
      { audience: 'world' },
      { audience: 'route', terminal: given.terminal.id },
      { audience: 'terminal', terminal: 'x' },
    ]) {
      expect(await problemOf(id, body)).toBe('400 bad-request');
    }
    const to = (terminal: string) => ({ audience: 'terminal', terminal });
    expect(await problemOf(id, to(randomUUID()))).toBe('404 no-such-terminal');
    expect(await problemOf(id, to(elsewhere.terminal.id))).toBe('409 other-depot');
    expect(await problemOf(id, to(revoked.id))).toBe('409 terminal-is-revoked');
    const later = await addLater(given);
    expect(await problemOf(later, { audience: 'terminal' })).toBe('409 route-without-terminal');
  });

  it('for lines that it cannot hold or show, and the address is shortened before', async () => {
    const given = await start();
    const line = (position: number, name: string, address: string): string =>
      csvLine(central.clock.now(), position, { route: 'R9' })
        .replace(/"Customer, \d+"/, `"${name}"`)
        .replace(/Street \d+\|Town/, address);
    const wide = '東'.repeat(120);
    const tooLong = await addLater(given, line(1, wide, wide));
    expect(await ask(tooLong, { audience: 'depot' })).toMatchObject({
      status: 422,
      problem: 'pass-too-long',
    });
    // No import takes such a name any more; a database from before may have one.
    const turned = await addLater(given, line(2, 'ab', 'Street'));
    const rename = 'update delivery set customer = $2 where id = $1';
    await central.ports.pool.query(rename, [turned, 'a\u202eb']);
    expect((await ask(turned, { audience: 'depot' })).problem).toBe('pass-not-writable');
    const first = 'x'.repeat(120);
    const cut = await addLater(given, line(3, 'Ada', `${first}|${'y'.repeat(100)}|Town`));
    const { text } = await issue(cut, { audience: 'depot' });
    expect(() => given.terminal.takePass(text)).not.toThrow();
    expect(await statesOf(tooLong)).toEqual([]);
  });

  it('after the delivery has expired', async () => {
    const { delivery } = await start();
    central.clock.advance(9 * HOUR);
    expect((await ask(delivery.id, { audience: 'depot' })).problem).toBe('delivery-closed');
  });
});

describe('an open delivery', () => {
  it('is found by its reference, in one depot or in all', async () => {
    const { delivery, depot } = await start();
    const find = async (query: string) =>
      (await central.staff('GET', `/v1/deliveries?${query}`)).body.deliveries;
    const reference = `reference=${delivery.shortId}`;
    expect(await find(reference)).toMatchObject([{ id: delivery.id, kept: [], token: null }]);
    expect(await find(`${reference}&depot=${depot}`)).toHaveLength(1);
    expect(await find(`${reference}&depot=${randomUUID()}`)).toEqual([]);
    expect((await central.staff('GET', '/v1/deliveries')).status).toBe(400);
  });
});
