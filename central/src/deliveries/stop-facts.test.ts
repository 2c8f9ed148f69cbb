import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ManifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { codeFor, deliveriesOf, pullAll, type Seeded, seedRoute } from '../testing/seed.ts';

const central = centralForTests();

const pathOf = (delivery: string) => `/v1/deliveries/${delivery}/instructions`;
const put = (delivery: string, facts: object, version: number) =>
  central.staff('PUT', pathOf(delivery), facts, {
    'if-match': `"${version}"`,
    'idempotency-key': `"${randomUUID()}"`,
  });
const policy = (depot: string, settings: object) =>
  central.staff('PATCH', `/v1/depots/${depot}/policy`, settings);

/** A route with one stop that no terminal has pulled. */
const begin = async () => {
  const seeded = await seedRoute(central, 1);
  const { body } = await central.staff('GET', `/v1/routes/${seeded.route}/deliveries`);
  const { id, version, parcels } = body.deliveries[0];
  return { ...seeded, id, version, parcels } as Seeded & {
    readonly id: string;
    readonly version: number;
    readonly parcels: readonly string[];
  };
};
const newest = async ({ terminal }: Pick<Seeded, 'terminal'>): Promise<ManifestDelivery> => {
  const item = deliveriesOf((await pullAll(terminal)).items).at(-1);
  if (item === undefined) throw new Error('the terminal has no delivery');
  return item;
};
const NUMBER = '+493012345678';
const ALL = {
  note: 'Ring twice.',
  callPhone: NUMBER,
  needsSignature: true,
  needsEveryScan: true,
  persons: ['neighbour'],
  places: ['Garage'],
};

describe("a stop's instructions", () => {
  it('are none in the manifest until somebody says something', async () => {
    expect(await newest(await begin())).not.toHaveProperty('instructions');
  });

  it('come with the delivery, without a number unless the depot gives them out', async () => {
    const given = await begin();
    const names = [{ parcel: given.parcels[0], name: 'Coffee machine' }];
    const changed = await put(given.id, { ...ALL, names }, given.version);
    expect(changed).toMatchObject({ status: 200, etag: `"${given.version + 1}"` });
    expect((await newest(given)).instructions).toEqual({
      note: 'Ring twice.',
      names,
      evidence: { signature: true, everyParcel: true },
      persons: ['neighbour'],
      places: ['Garage'],
    });
    expect((await central.staff('GET', pathOf(given.id))).body).toEqual({
      ...ALL,
      mayCall: true,
      names,
    });
  });

  it('reach a terminal that has the delivery already, and its code stays', async () => {
    const given = await begin();
    const before = await newest(given);
    const code = await codeFor(central, before);
    await put(given.id, ALL, given.version);
    const after = await newest(given);
    expect(after).toEqual({
      ...before,
      instructions: expect.objectContaining({ persons: ['neighbour'] }),
    });
    expect(await given.terminal.handOver(after, code)).not.toBeNull();
  });

  it('have the number while the depot gives numbers, and no longer', async () => {
    const given = await begin();
    await put(given.id, { callPhone: NUMBER }, given.version);
    expect((await newest(given)).instructions).toBeUndefined();
    await policy(given.depot, { customerNumbers: true });
    expect((await newest(given)).instructions?.phone).toBe(NUMBER);
    await policy(given.depot, { customerNumbers: false });
    expect((await newest(given)).instructions).toBeUndefined();
  });

  it("have the number of the messages where there is no other, and none of who won't be called", async () => {
    const given = await begin();
    await policy(given.depot, { customerNumbers: true });
    expect((await newest(given)).instructions?.phone).toMatch(/^\+\d+$/);
    await put(given.id, { mayCall: false }, given.version);
    expect((await newest(given)).instructions).toBeUndefined();
  });

  it('are not changed by who saw an older version, and the tag says the newer one', async () => {
    const given = await begin();
    await put(given.id, { note: 'First' }, given.version);
    const late = await put(given.id, { note: 'Second' }, given.version);
    expect([late.status, late.body.type]).toEqual([412, 'urn:kerbside:problem:version-stale']);
    expect((await central.staff('GET', pathOf(given.id))).body.note).toBe('First');
    const audit = (await central.staff('GET', '/v1/audit')).body.acts;
    expect(
      audit.filter(
        (one: { act: string; subject: { delivery?: string } }) =>
          one.act === 'instructions-changed' && one.subject.delivery === given.id,
      ),
    ).toHaveLength(1);
  });

  it.each<[string, object, number]>([
    [
      'a name for a parcel that is not there',
      { names: [{ parcel: 'NOT-HERE', name: 'Box' }] },
      422,
    ],
    ['a note of two lines', { note: 'a\nb' }, 400],
    ['a number as people write it', { callPhone: '030 12345' }, 400],
    ['a person that nobody knows', { persons: ['doorman'] }, 400],
    ['a member that nobody knows', { dog: true }, 400],
  ])('refuse %s', async (_, facts, status) => {
    const given = await begin();
    expect((await put(given.id, facts, given.version)).status).toBe(status);
  });

  it('are of no delivery that there is not, and of none without a version', async () => {
    const nobody = '3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f';
    expect((await put(nobody, {}, 1)).status).toBe(404);
    expect((await central.staff('GET', pathOf(nobody))).status).toBe(404);
    const { id } = await begin();
    expect((await central.staff('PUT', pathOf(id), {})).status).toBe(428);
  });
});
