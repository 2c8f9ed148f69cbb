import { describe, expect, it } from 'vitest';
import { centralForTests } from '../testing/central-for-tests.ts';
import { codeFor, deliveriesOf, pullAll } from '../testing/seed.ts';
import { actsAt, seedPulled } from './testing/acts-at.ts';

const central = centralForTests();
const { view, act, versionOf } = actsAt(central);
/** Three parcels in one stop. */
const THREE = { label: 'PARCEL-A-XYZ;PARCEL-B-XYZ;PARCEL-C-XYZ' };

describe('a delivery that is split', () => {
  it('gives parcels to a second one, with a code of its own, and keeps its code', async () => {
    const { first, terminal } = await seedPulled(central, 1, THREE);
    const code = await codeFor(central, first);
    const { cursor } = await pullAll(terminal);
    const version = await versionOf(first);
    const [a = '', b = '', c = ''] = first.parcels;
    const done = await act(first, 'split', { parcels: [b, c] });
    expect(done).toMatchObject({
      status: 200,
      body: { version: version + 1, message: 'right', second: { version: 1, message: 'waits' } },
    });
    const given = deliveriesOf((await pullAll(terminal, cursor)).items);
    expect(given.find(({ id }) => id === first.id)).toEqual({ ...first, parcels: [a] });
    const second = given.find(({ id }) => id === done.body.second.id);
    if (second === undefined) throw new Error('it did not come');
    const { customer, address, arrival, route } = first;
    expect(second).toMatchObject({
      customer,
      address,
      arrival,
      route,
      position: 2,
      parcels: [b, c],
    });
    expect(second.shortId).not.toBe(first.shortId);
    const signed = await terminal.handOver(second, await codeFor(central, second));
    if (signed === null) throw new Error('the code was refused');
    expect((await terminal.handIn([signed])).findings).toEqual([]);
    expect((await view(first)).status).toBe('open');
    expect(await terminal.handOver(first, code)).not.toBeNull();
  });

  it('keeps at least one parcel, and gives only its own', async () => {
    const { first } = await seedPulled(central, 1, THREE);
    const typeOf = async (parcels: readonly string[]) =>
      (await act(first, 'split', { parcels })).body.type.replace('urn:kerbside:problem:', '');
    expect(await typeOf(first.parcels)).toBe('no-parcel-left');
    expect(await typeOf(['PARCEL-OTHER-XYZ'])).toBe('unknown-parcel');
    expect((await act(first, 'split', { parcels: [] })).status).toBe(400);
    expect((await view(first)).parcels).toEqual(first.parcels);
  });
});
