import { fileOf, importerOf } from '../../import/testing/importing.ts';
import { assignRoute } from '../../testing/assign-route.ts';
import { codeFor, deliveriesOf, enrolTerminal, pullAll } from '../../testing/seed.ts';
import type { TestCentral } from '../../testing/test-central.ts';

/** Of a customer whom nothing else in the database resembles. */
export const customerOf = (n: number) => ({
  name: `Quendolin Xylander-Vo\u00dfberg ${n}`,
  street: `Zwetschgenweg 97${n}7`,
  phone: `+4915172839${n}61`,
  called: `+4915199283${n}74`,
  instructions: `Dogs gqzvx bite ${n}`,
  places: `Shed qqkzz ${n}`,
  parcel: `Harpsichord hhqzy ${n}`,
  neighbour: `Ottokar Pfnuehl, 7${n}`,
  note: `Rang twice ztrgl ${n}`,
  exceptionNote: `Nobody kmqwz ${n}`,
  reason: `Asked Xylander-kktrz ${n}`,
  drawn: [
    [900 + n, 13],
    [890 - n, 14],
    [880 + n, 15],
  ] as [number, number][],
});
export type Customer = ReturnType<typeof customerOf>;

/** What of a customer may be nowhere; a number is one in whatever way it is written. */
export const secretsOf = ({ drawn, ...of }: Customer): readonly string[] => [
  ...Object.values(of),
  ...[of.phone, of.called].map((number) => number.slice(1)),
  ...[of.phone, of.called].map((number) => number.slice(3)),
  JSON.stringify(drawn),
];

/**
 * Lives the whole life of two customers' deliveries in a depot of their own: spoilt rows, an import,
 * changes, instructions, messages, an exception, a hand-over to a neighbour with a note and a
 * signature, a fork, and what a person wrote of it.
 */
export const liveAWholeLife = async (central: TestCentral, customers: readonly Customer[]) => {
  const { staff, clock } = central;
  const { importFile } = importerOf(central);
  const named = { name: `Depot ${Math.random()}`, timeZone: 'UTC' };
  const depot: string = (await staff('POST', '/v1/depots', named)).body.id;
  const at = (hours: number) => new Date(clock.now() + hours * 3_600_000).toISOString();
  const row = (of: Customer, position: number, phone: string): string =>
    [
      ...['R1', position, `"${of.name}"`, `${of.street}|Town`, phone, at(1), at(-1), at(8)],
      `PARCEL-${position}-XYZ`,
    ].join(',');
  // First with a spoilt number each, then as it should be.
  const spoilt = customers.map((of, i) => row(of, i + 1, `${of.phone}x`));
  await importFile(depot, fileOf(...spoilt, 'R1,9,Nobody'), 'goodOnly=true');
  const good = customers.map((of, i) => row(of, i + 1, of.phone));
  const done = await importFile(depot, fileOf(...good));
  if (done.state !== 'done') throw new Error(JSON.stringify(done.report.problems));
  const [route] = (await staff('GET', `/v1/routes?depot=${depot}`)).body.routes;
  const listed = (await staff('GET', `/v1/routes/${route.id}/deliveries`)).body.deliveries;
  const ids: string[] = listed
    .toSorted((a: { position: number }, b: { position: number }) => a.position - b.position)
    .map(({ id }: { id: string }) => id);
  for (const [i, of] of customers.entries()) {
    const path = `/v1/deliveries/${ids[i]}`;
    const { etag } = await staff('GET', path);
    const headers = { 'if-match': String(etag), 'idempotency-key': `"change-number-of-${i}"` };
    const changed = await staff('PATCH', path, { customer: of.name, phone: of.phone }, headers);
    if (changed.status !== 200) throw new Error(JSON.stringify(changed.body));
    const { etag: next } = await staff('GET', path);
    const facts = {
      ...{ note: of.instructions, callPhone: of.called, places: [of.places] },
      names: [{ parcel: `PARCEL-${i + 1}-XYZ`, name: of.parcel }],
    };
    const told = { 'if-match': String(next), 'idempotency-key': `"instructions-of-${i}-000"` };
    const instructed = await staff('PUT', `${path}/instructions`, facts, told);
    if (instructed.status !== 200) throw new Error(JSON.stringify(instructed.body));
  }
  const driver = (await staff('POST', `/v1/depots/${depot}/drivers`, { name: 'Dora' })).body.id;
  const terminal = await enrolTerminal(central, depot);
  await assignRoute({ staff }, route.id, { terminal: terminal.id, driver });
  const given = deliveriesOf((await pullAll(terminal)).items);
  const entries = [];
  const start = terminal.head;
  for (const [i, of] of customers.entries()) {
    const delivery = given.find(({ id }) => id === ids[i]);
    if (delivery === undefined) throw new Error('a delivery was not given');
    const { id, epoch } = delivery;
    const strokes = [of.drawn];
    const exception = { kind: 'exception', delivery: id, epoch, outcome: 'nobody-home' } as const;
    const said = { note: of.exceptionNote, strokes };
    entries.push(terminal.write({ ...exception, ...said }));
    const asked = { reference: delivery.shortId, reason: of.reason, person: of.name, depot };
    await staff('POST', '/v1/overrides', asked);
    const handedOver = await terminal.handOver(delivery, await codeFor(central, delivery), {
      recipient: { to: 'neighbour', who: of.neighbour },
      ...{ note: of.note, strokes },
    });
    if (handedOver === null) throw new Error('the code is wrong');
    entries.push(handedOver);
    entries.push(terminal.write({ ...exception, note: of.note, strokes }, { after: start }));
  }
  await terminal.handIn(entries);
  const { findings } = (await staff('GET', `/v1/findings?terminal=${terminal.id}`)).body;
  for (const { id, entry } of findings) {
    const of = customers[ids.indexOf(entry.content.delivery)];
    const settled = { counts: false, reason: of?.reason };
    await staff('POST', `/v1/findings/${id}/settle`, settled);
  }
  return { depot, route: route.id as string, terminal, ids, entries };
};
