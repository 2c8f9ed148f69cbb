import { randomUUID } from 'node:crypto';
import { assignRoute } from '../../central/src/testing/assign-route.ts';
import {
  codeFor,
  deliveriesOf,
  enrolTerminal,
  HEADER,
  overrideFor,
  pullAll,
} from '../../central/src/testing/seed.ts';
import type { TestCentral } from '../../central/src/testing/test-central.ts';
import type { TestTerminal } from '../../central/src/testing/test-terminal.ts';
import type { ManifestDelivery } from '../../shared/protocol/api/terminal.ts';

/** A signature as somebody draws it. */
const SIGNATURE: [number, number][] = Array.from({ length: 40 }, (_, n) => [
  80 + n * 20,
  Math.round(250 + 120 * Math.sin(n / 3)),
]);

export type ProofDay = {
  readonly depot: string;
  readonly terminal: TestTerminal;
  /** What became of a delivery, by its id. */
  readonly of: Readonly<Record<'code' | 'override' | 'nobodyHome' | 'erased' | 'open', string>>;
  /** What a dispatcher calls them. */
  readonly reference: (delivery: string) => Promise<string>;
};

const CUSTOMERS = ['R. Okafor', 'A. Lindqvist', 'J. Wiśniewska', 'M. Haddad', 'Café Sonne'];
const HOUR = 3_600_000;

const makeRoute = async ({ staff, clock }: TestCentral) => {
  const facts = { name: 'Berlin South', sender: 'Kerbside', timeZone: 'Europe/Berlin' };
  const depot: string = (await staff('POST', '/v1/depots', facts)).body.id;
  const driver = (await staff('POST', `/v1/depots/${depot}/drivers`, { name: 'Ayşe' })).body.id;
  const at = (ms: number): string => new Date(clock.now() + ms).toISOString();
  const lines = CUSTOMERS.map((customer, n) =>
    [
      ...['14', n + 1, customer, `Chamissoplatz ${n + 1}|10965 Berlin`, `+4917600000${100 + n}`],
      ...[at(2 * HOUR), at(-HOUR), at(8 * HOUR), `JVGL-${4_410 + n}`],
    ].join(','),
  );
  const path = `/v1/depots/${depot}/deliveries`;
  const imported = await staff('POST', path, [HEADER, ...lines].join('\n'));
  return { depot, driver, route: imported.body.routes[0].id };
};

/** A route on which each stop ends in another way, and one customer is forgotten afterwards. */
export const playProofDay = async (central: TestCentral): Promise<ProofDay> => {
  const { depot, driver, route } = await makeRoute(central);
  const terminal = await enrolTerminal(central, depot, 'Handheld 1');
  await assignRoute(central, route, { terminal: terminal.id, driver });
  const deliveries = deliveriesOf((await pullAll(terminal)).items).toSorted(
    (a, b) => a.position - b.position,
  );
  const [code, override, nobodyHome, erased, open] = deliveries as [
    ManifestDelivery,
    ManifestDelivery,
    ManifestDelivery,
    ManifestDelivery,
    ManifestDelivery,
  ];
  const neighbour = { recipient: { to: 'neighbour' as const, who: 'Sonne, 31a' } };
  const said = { ...neighbour, note: 'Bell is broken', strokes: [SIGNATURE] };
  const entries = [
    await terminal.handOver(code, await codeFor(central, code), said),
    await terminal.handOver(override, await overrideFor(central, override), { opens: 'override' }),
    terminal.write({
      ...{ kind: 'exception', delivery: nobodyHome.id, epoch: nobodyHome.epoch },
      ...{ outcome: 'nobody-home', note: '', strokes: [] },
    }),
    await terminal.handOver(erased, await codeFor(central, erased), said),
  ];
  await terminal.handIn(entries.flatMap((entry) => entry ?? []));
  const view = (id: string) => central.staff('GET', `/v1/deliveries/${id}`);
  const headers = {
    'if-match': String((await view(erased.id)).etag),
    'idempotency-key': `"${randomUUID()}"`,
  };
  await central.staff('POST', `/v1/deliveries/${erased.id}/erase`, {}, headers);
  return {
    depot,
    terminal,
    of: {
      code: code.id,
      override: override.id,
      nobodyHome: nobodyHome.id,
      erased: erased.id,
      open: open.id,
    },
    reference: async (id) => (await view(id)).body.shortId,
  };
};

/** Four weeks before a day, as they were counted: nobody plays them all. */
export const countMonthBefore = async (
  { ports }: TestCentral,
  depot: string,
  today: string,
): Promise<void> => {
  await ports.pool.query(
    `insert into report_count (depot, kind, day, name, count)
       select $1, kind, $2::date - n, name, base + (n * 7) % spread
       from generate_series(1, $3::int) n, (values ('end', 'code', 118, 23), ('end', 'pass', 4, 3),
         ('end', 'override', 1, 3), ('end', 'undelivered', 6, 5), ('exception', 'nobody-home', 5, 4),
         ('exception', 'damaged', 1, 2), ('door', 'on-time', 96, 20), ('door', 'late', 18, 9),
         ('door', 'early', 9, 5), ('message', 'delivered', 122, 20), ('message', 'failed', 1, 2),
         ('try', 'wrong-code', 3, 4), ('try', 'mistyped', 7, 5)) one (kind, name, base, spread)
       where extract(isodow from $2::date - n) < 7`,
    [depot, today, 28],
  );
};
