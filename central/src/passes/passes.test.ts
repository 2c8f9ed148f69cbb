import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { Signature } from '../../../shared/protocol/ids.ts';
import { NOTHING_PARTICULAR } from '../../../shared/protocol/nothing-particular.ts';
import { auditLog } from '../../../shared/protocol/proof/audit.ts';
import { auditFile } from '../../../shared/protocol/proof/audit-file.ts';
import { assignRoute } from '../testing/assign-route.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { codeFor, deliveriesOf, enrolTerminal, pullAll, seedRoute } from '../testing/seed.ts';
import { dumpDatabase } from '../testing/test-central.ts';
import { passesAt } from './testing/passes-at.ts';

const central = centralForTests();
const { start, addLater, ask, issue, statesOf, codesOf, handOversOf } = passesAt(central);

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
    await assignRoute(central, route, { terminal: other.id });
    const [moved] = deliveriesOf((await pullAll(other)).items);
    if (moved === undefined || first === null) throw new Error('no delivery');
    const again = await other.handOver(moved, await codeFor(central, moved));
    if (again === null) throw new Error('the code was refused');
    expect(await codesOf(other, again)).toEqual([]);
    expect(await codesOf(terminal, first)).toEqual(['second-hand-over']);
  });
});
