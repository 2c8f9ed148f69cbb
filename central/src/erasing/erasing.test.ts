import { describe, expect, it } from 'vitest';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { DepotId } from '../../../shared/protocol/ids.ts';
import { auditLog } from '../../../shared/protocol/proof/audit.ts';
import { auditFile } from '../../../shared/protocol/proof/audit-file.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { pullAll } from '../testing/seed.ts';
import { dumpDatabase } from '../testing/test-central.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';
import { keepRetention } from './retention.ts';
import { foundIn } from './testing/forms-of.ts';
import { customerOf, liveAWholeLife, secretsOf } from './testing/whole-life.ts';

const central = centralForTests();

let keys = 0;
const erase = async (id: string, version?: string | null, key = `"erase-it-${++keys}-please"`) => {
  const { etag } = await central.staff('GET', `/v1/deliveries/${id}`);
  const headers = { 'if-match': version ?? String(etag), 'idempotency-key': key };
  const answer = await central.staff('POST', `/v1/deliveries/${id}/erase`, {}, headers);
  return { ...answer, problem: answer.body?.type?.split(':').at(-1) };
};
const exported = async (terminal: TestTerminal) =>
  auditFile.parse((await central.staff('GET', `/v1/terminals/${terminal.id}/log`)).body);
/** Whatever an operator could look at. */
const shown = async (depot: string, terminal: TestTerminal, ids: readonly string[]) => {
  const paths = [
    ...[`/v1/hand-overs?terminal=${terminal.id}`, `/v1/exceptions?terminal=${terminal.id}`],
    ...[`/v1/findings?terminal=${terminal.id}`, `/v1/messages?depot=${depot}`, '/v1/audit'],
    ...[`/v1/terminals/${terminal.id}/log`, ...ids.map((id) => `/v1/deliveries/${id}`)],
    ...ids.map((id) => `/v1/deliveries/${id}/instructions`),
  ];
  const answers = await Promise.all(paths.map((path) => central.staff('GET', path)));
  return JSON.stringify(answers.map(({ body }) => body));
};

describe('a delivery that is erased', () => {
  const [gone, stays] = [customerOf(1), customerOf(2)];

  it('leaves no byte of its customer in any table, list or export, and its proof stays', async () => {
    const lived = await liveAWholeLife(central, [gone, stays]);
    const { depot, terminal, ids, entries } = lived;
    const [first = '', second = ''] = ids;
    const before = await exported(terminal);
    // The control: each of them is there to be found, in the dump.
    const full = await dumpDatabase(central);
    expect(foundIn(full, secretsOf(gone))).toEqual(secretsOf(gone));
    expect(foundIn(await shown(depot, terminal, ids), secretsOf(gone)).length).toBeGreaterThan(8);

    const done = await erase(first);
    expect(done).toMatchObject({ status: 200, body: { status: 'delivered', oldEntries: 0 } });
    expect(foundIn(await dumpDatabase(central), secretsOf(gone))).toEqual([]);
    expect(foundIn(await shown(depot, terminal, ids), secretsOf(gone))).toEqual([]);
    const manifest = JSON.stringify((await pullAll(terminal)).items);
    expect(foundIn(manifest, secretsOf(gone))).toEqual([]);
    // The neighbour's delivery is what it was.
    const left = await shown(depot, terminal, [second]);
    expect(left).toContain(stays.name);
    expect(left).toContain(stays.note);
    expect(left).toContain(stays.neighbour);

    const after = await exported(terminal);
    const report = auditLog(after, verifySignature);
    expect(report).toEqual({
      ...auditLog(before, verifySignature),
      erased: [
        { sequence: 1, details: ['note', 'strokes'] },
        { sequence: 1, details: ['note', 'strokes'] },
        { sequence: 2, details: ['place', 'note', 'strokes'] },
      ],
    });
    expect(report.proved).toHaveLength(2);

    // What a terminal hands in again does not come back.
    await terminal.handIn(entries);
    const again = await dumpDatabase(central);
    expect(foundIn(again, secretsOf(gone))).toEqual([]);
    expect(foundIn(again, secretsOf(stays)).length).toBeGreaterThan(10);
  });

  it('is erased once, in the version that was seen, by who may, and is in the audit by its id', async () => {
    const { ids, depot } = await liveAWholeLife(central, [customerOf(3), customerOf(4)]);
    const [first = ''] = ids;
    expect(await erase(first, '"1"')).toMatchObject({ status: 412, problem: 'version-stale' });
    const key = '"erase-it-once-only"';
    const { body } = await erase(first, null, key);
    expect((await erase(first, null, key)).body).toEqual(body);
    const { acts } = (await central.staff('GET', '/v1/audit?act=delivery-erased')).body;
    const own = acts.filter((one: { subject: object }) => JSON.stringify(one).includes(first));
    expect(own).toMatchObject([{ subject: { depot, delivery: first, oldEntries: 0 } }]);
    expect(foundIn(JSON.stringify(acts), secretsOf(customerOf(3)))).toEqual([]);
  });

  it('must be over, for nobody could deliver it', async () => {
    const { depot } = await liveAWholeLife(central, [customerOf(5)]);
    const now = central.clock.now();
    const made = await central.staff(
      'POST',
      '/v1/deliveries',
      {
        ...{ depot, route: 'R9', customer: 'A', address: ['B'], phone: '+4915112345678' },
        ...{ parcels: ['PARCEL-9-XYZ'] },
        ...{ arrival: now + 3_600_000, notBefore: now, notAfter: now + 9 * 3_600_000 },
      },
      { 'idempotency-key': '"create-one-more-one"' },
    );
    const { id } = made.body;
    expect(await erase(id)).toMatchObject({ status: 409, problem: 'delivery-open' });
  });
});

describe('after a restore', () => {
  it('what was erased before is erased again, and what comes in of it later is not kept', async () => {
    const of = customerOf(6);
    const { depot, ids } = await liveAWholeLife(central, [of]);
    const unknown = '5f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f';
    const asked = { deliveries: [...ids, unknown] };
    const path = `/v1/depots/${depot}/erasures`;
    expect((await central.staff('POST', path, asked)).body).toEqual({ remembered: 2 });
    expect((await central.staff('POST', path, asked)).body).toEqual({ remembered: 0 });
    expect(foundIn(await dumpDatabase(central), secretsOf(of))).toEqual(secretsOf(of));
    await keepRetention(central.ports.pool, depot as DepotId, central.clock.now());
    expect(foundIn(await dumpDatabase(central), secretsOf(of))).toEqual([]);
    const { acts } = (await central.staff('GET', '/v1/audit?act=retention-kept')).body;
    expect(acts[0]).toMatchObject({ subject: { depot, kind: 'asked for', erased: 1 } });
  });
});

describe('retention', () => {
  const DAY = 86_400_000;
  const keep = (depot: string, given: object) =>
    central.staff('PATCH', `/v1/depots/${depot}/retention`, given);

  it('goes by depot and by kind, and takes nothing before its time', async () => {
    const of = customerOf(7);
    const { depot, terminal } = await liveAWholeLife(central, [of]);
    const other = customerOf(8);
    await liveAWholeLife(central, [other]);
    const all = { customers: null, places: null, notes: null, signatures: null };
    expect((await central.staff('GET', `/v1/depots/${depot}/retention`)).body).toEqual(all);
    expect((await keep(depot, { customers: 10, notes: 20 })).body).toEqual({
      ...all,
      ...{ customers: 10, notes: 20 },
    });
    expect((await keep(depot, { customers: 0 })).status).toBe(400);
    const { now } = central.clock;
    const after = async (days: number) => {
      await keepRetention(central.ports.pool, depot as DepotId, (now() + days * DAY) as never);
      const dump = await dumpDatabase(central);
      expect(foundIn(dump, secretsOf(other)).length).toBe(secretsOf(other).length);
      return foundIn(dump, [of.name, of.phone, of.note, of.neighbour, of.instructions]);
    };
    expect(await after(9)).toEqual([of.name, of.phone, of.note, of.neighbour, of.instructions]);
    expect(await after(11)).toEqual([of.note, of.neighbour]);
    expect(await after(21)).toEqual([of.neighbour]);
    const [handOver] = (await central.staff('GET', `/v1/hand-overs?terminal=${terminal.id}`)).body
      .handOvers;
    expect(handOver).toMatchObject({
      ...{ proved: true, counted: true, note: '', recipient: { who: of.neighbour } },
      details: { place: 'there', note: 'erased', strokes: 'there' },
    });
    const { acts } = (await central.staff('GET', '/v1/audit?act=retention-kept')).body;
    expect(acts.slice(0, 2).map(({ subject }: { subject: object }) => subject)).toEqual([
      { depot, kind: 'notes', erased: 3 },
      { depot, kind: 'customers', erased: 1 },
    ]);
  });
});
