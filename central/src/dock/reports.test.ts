import { describe, expect, it } from 'vitest';
import { PATHS } from '../../../shared/protocol/api/terminal.ts';
import { sha256Of } from '../../../shared/protocol/crypto/keys.ts';
import type { DeliveryId, DriverId, Epoch, StaffId } from '../../../shared/protocol/ids.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { deliveriesOf, pullAll, seedRoute } from '../testing/seed.ts';

const central = centralForTests();

const hash = (n: number) => sha256Of(Uint8Array.of(n));
const report = {
  anchored: { sequence: 9, hash: hash(9) },
  stored: { sequence: 4, hash: hash(4) },
};

describe('the report of a roll-back', () => {
  const findingsOf = async (terminal: string) =>
    (await central.staff('GET', `/v1/findings?terminal=${terminal}`)).body.findings;

  it('is a finding without an entry, and the same one again is none', async () => {
    const { terminal } = await seedRoute(central, 1);
    for (let times = 0; times < 2; times++) {
      expect((await terminal.send('POST', PATHS.rolledBack, report)).status).toBe(204);
    }
    expect(await findingsOf(terminal.id)).toMatchObject([
      { code: 'rolled-back', sequence: 9, entry: null, signature: null, detail: report },
    ]);
    const empty = { ...report, stored: { sequence: 0, hash: null } };
    expect((await terminal.send('POST', PATHS.rolledBack, empty)).status).toBe(204);
    expect(await findingsOf(terminal.id)).toHaveLength(2);
    const { body } = await central.staff('GET', `/v1/terminals?terminal=${terminal.id}`);
    expect(body.terminals).toMatchObject([{ findings: 2 }]);
  });

  it('is taken from no one but the terminal, and only in its form', async () => {
    const { terminal } = await seedRoute(central, 1);
    const changed = JSON.stringify({ ...report, stored: report.anchored });
    const forged = await terminal.send('POST', PATHS.rolledBack, report, { sentBody: changed });
    expect(forged.status).toBe(401);
    const malformed = await terminal.send('POST', PATHS.rolledBack, { ...report, more: 1 });
    expect(malformed.status).toBe(400);
    expect(await findingsOf(terminal.id)).toEqual([]);
  });
});

describe('an exception', () => {
  it('is listed with what the driver says, and leaves the delivery open', async () => {
    const { terminal, depot, driver, route } = await seedRoute(central, 1);
    const [delivery] = deliveriesOf((await pullAll(terminal)).items);
    if (delivery === undefined) throw new Error('no delivery');
    const strokes: [number, number][][] = [
      [
        [10, 20],
        [11, 21],
      ],
      [[500, 0]],
    ];
    const said = { outcome: 'damaged' as const, note: 'one corner, wet', strokes };
    const entry = terminal.write(
      { kind: 'exception', delivery: delivery.id, epoch: delivery.epoch, ...said },
      { driver: driver as DriverId },
    );
    expect(await terminal.handIn([entry])).toEqual({ acknowledged: 1, findings: [] });
    const { body } = await central.staff('GET', `/v1/exceptions?depot=${depot}`);
    expect(body.exceptions).toMatchObject([
      {
        delivery: delivery.id,
        shortId: delivery.shortId,
        epoch: 1,
        ...said,
        signed: true,
        terminal: terminal.id,
        terminalName: 'T1',
        driverName: 'Dora',
        claimed: entry.entry.time,
      },
    ]);
    const [one] = body.exceptions;
    expect(one.notBefore).toBeLessThanOrEqual(one.notAfter);
    const stops = await central.staff('GET', `/v1/routes/${route}/deliveries`);
    expect(stops.body.deliveries).toMatchObject([{ status: 'open', issue: { state: 'active' } }]);
  });

  it('that the driver took back is listed as such, and the others are not', async () => {
    const { terminal } = await seedRoute(central, 1);
    const [delivery] = deliveriesOf((await pullAll(terminal)).items);
    if (delivery === undefined) throw new Error('no delivery');
    const { id, epoch } = delivery;
    const said = { outcome: 'nobody-home' as const, note: '', strokes: [] };
    const first = terminal.write({ kind: 'exception', delivery: id, epoch, ...said });
    const undo = { kind: 'exception-undone', delivery: id, undoes: first.entry.sequence } as const;
    const second = terminal.write(undo);
    const third = terminal.write({ kind: 'exception', delivery: id, epoch, ...said });
    expect(await terminal.handIn([first, second, third])).toMatchObject({ findings: [] });
    const { body } = await central.staff('GET', `/v1/exceptions?terminal=${terminal.id}`);
    expect(body.exceptions).toMatchObject([
      { sequence: 3, undone: false },
      { sequence: 1, undone: true },
    ]);
  });

  it('of a delivery that the depot does not have is listed without its reference', async () => {
    const { terminal } = await seedRoute(central, 1);
    const { route } = await seedRoute(central, 1);
    const stops = await central.staff('GET', `/v1/routes/${route}/deliveries`);
    const delivery = stops.body.deliveries[0].id as DeliveryId;
    const entry = terminal.write({
      kind: 'exception',
      delivery,
      epoch: 1 as Epoch,
      outcome: 'nobody-home',
      note: '',
      strokes: [],
    });
    await terminal.handIn([entry]);
    const { body } = await central.staff('GET', `/v1/exceptions?terminal=${terminal.id}`);
    expect(body.exceptions).toMatchObject([
      { delivery, shortId: null, driverName: null, signed: false, strokes: [] },
    ]);
  });
});

describe('a sign-in', () => {
  it('is listed with who it was, and one that was refused with why', async () => {
    const { terminal, depot } = await seedRoute(central, 1);
    const { body: added } = await central.staff('POST', `/v1/depots/${depot}/staff`, {
      name: 'Dora',
      role: 'driver',
    });
    const staff = added.member.id as StaffId;
    const refused = { kind: 'sign-in-refused', by: 'badge', counted: 0 } as const;
    await terminal.handIn([
      terminal.write({ ...refused, staff: null, reason: 'unknown' }),
      terminal.write({ kind: 'signed-in', staff, by: 'pin' }),
      terminal.write({ kind: 'signed-out', staff, why: 'dock' }),
    ]);
    const { body } = await central.staff('GET', `/v1/sign-ins?depot=${depot}`);
    expect(body.signIns).toMatchObject([
      { kind: 'signed-out', name: 'Dora', role: 'driver', by: null, reason: 'dock' },
      { kind: 'signed-in', name: 'Dora', by: 'pin', reason: null },
      { kind: 'sign-in-refused', name: null, staff: null, by: 'badge', reason: 'unknown' },
    ]);
  });
});
