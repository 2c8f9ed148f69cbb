import { randomUUID } from 'node:crypto';
import { assignRoute } from '../../central/src/testing/assign-route.ts';
import {
  csvLine,
  deliveriesOf,
  enrolTerminal,
  HEADER,
  pullAll,
  type SeededCentral,
  until,
} from '../../central/src/testing/seed.ts';
import { PULLED } from '../../central/src/testing/test-terminal.ts';

/** What a path or a body can name, by the name that it has there. */
export type Things = Readonly<Record<string, string>>;

/** A depot of which every name, address and serial number has a mark, so that it is known anywhere. */
export type World = {
  readonly depot: string;
  readonly mark: string;
  /** Puts new things of every kind into it: those before may be used up. */
  readonly refill: () => Promise<Things>;
};

const SEED = '3132333435363738393031323334353637383930';
const STOPS = 3;

/** Makes a depot in which there is nothing yet. */
export const makeWorld = async (central: SeededCentral, mark: string): Promise<World> => {
  const staff: SeededCentral['staff'] = async (...request) => {
    const answer = await central.staff(...request);
    if (answer.status >= 400) throw new Error(`${request[1]}: ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const facts = { name: `${mark} depot`, sender: 'Kerbside', timeZone: 'UTC' };
  const depot: string = (await staff('POST', '/v1/depots', facts)).body.id;
  const at = `/v1/depots/${depot}`;
  let filled = 0;

  const makeRoute = async (name: string, driver: string) => {
    const plans = Array.from({ length: STOPS }, (_, i) =>
      csvLine(central.clock.now(), i + 1, {
        route: name,
        arrivalIn: 6 * 3_600_000,
        label: `PARCEL-${name}-${i}|SECOND-${name}-${i}`,
      }),
    );
    const file = [HEADER, ...plans].join('\n').replaceAll('Customer', mark);
    const route: string = (await staff('POST', `${at}/deliveries`, file)).body.routes[0].id;
    const terminal = await enrolTerminal(central, depot, `${mark} ${name}`);
    await assignRoute({ staff }, route, { terminal: terminal.id, driver });
    return { route, terminal };
  };

  /** A file of which a row is left that could not be read. */
  const importSpoilt = async (): Promise<string> => {
    const file = `${HEADER}\n${mark},1,,,,,,,\n`;
    const { id } = (await staff('POST', `${at}/imports?goodOnly=true`, file)).body;
    await until(async () => {
      const { state } = (await staff('GET', `${at}/imports/${id}`)).body;
      return state !== 'receiving' && state !== 'running';
    });
    return id;
  };

  return {
    depot,
    mark,
    refill: async () => {
      const n = ++filled;
      // A depot has only so many.
      const hooks = (await staff('GET', `${at}/webhooks`)).body.webhooks;
      for (const { id } of hooks) await staff('POST', `/v1/webhooks/${id}/remove`);
      const driver = (await staff('POST', `${at}/drivers`, { name: `${mark} Dora ${n}` })).body.id;
      const { route, terminal } = await makeRoute(`${mark}-${n}`, driver);
      const [item, second] = deliveriesOf((await pullAll(terminal)).items);
      const once = { 'if-match': '"2"', 'idempotency-key': `"${randomUUID()}"` };
      await staff('POST', `/v1/deliveries/${second?.id}/cancel`, { reason: 'address-wrong' }, once);
      // Two entries for one place: somebody has a copy of the terminal.
      const fork = terminal.head;
      for (let twin = 0; twin < 2; twin++) {
        await terminal.handIn([terminal.write(PULLED, { after: fork })]);
      }
      const findings = await staff('GET', `/v1/findings?terminal=${terminal.id}`);
      const cases = await staff('GET', `/v1/cases?terminal=${terminal.id}`);
      const delivery = `/v1/deliveries/${item?.id}`;
      const member = { name: `${mark} Kim ${n}`, role: 'it' };
      const token = { serial: `${mark}-${n}`, scheme: { kind: 'totp' }, seed: SEED };
      const hook = { url: `https://hooks.invalid/${mark}/${n}` };
      const spare = {
        name: `spare ${randomUUID()}`,
        kind: 'person',
        grants: [{ name: 'depot', depot }],
      };
      return {
        depot,
        route,
        driver,
        terminal: terminal.id,
        twin: (await enrolTerminal(central, depot, `${mark} twin ${n}`)).id,
        parcel: `SECOND-${mark}-${n}-0`,
        delivery: item?.id ?? '',
        reference: item?.shortId ?? '',
        over: second?.id ?? '',
        import: await importSpoilt(),
        finding: String(findings.body.findings[0].id),
        case: String(cases.body.cases[0].id),
        staff: (await staff('POST', `${at}/staff`, member)).body.member.id,
        once: (await staff('POST', `${delivery}/passes`, { audience: 'depot' })).body.once,
        token: (await staff('POST', `${at}/tokens`, token)).body.id,
        webhook: (await staff('POST', `${at}/webhooks`, hook)).body.id,
        operator: (await staff('POST', '/v1/operators', spare)).body.id,
      };
    },
  };
};
