import { expect, it } from 'vitest';
import { RIGHTS, ROLES } from '../operators/rights.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { type DescribedOperation, openDocument, type Part } from '../testing/document-schemas.ts';
import { makeValue } from '../testing/make-value.ts';
import { deliveriesOf, pullAll, seedRoute } from '../testing/seed.ts';

const central = centralForTests();

/** A repeatable source of numbers in [0, 1). */
const makeRandom = (seed: number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
};

/** Nothing is done by it that an operator is asked about afterwards. */
const NO_ACT = new Set([
  'testWebhook',
  'viewCase',
  'updateImportHeadings',
  'endOwnSession',
  'signOut',
]);
/** What is so already is no act: the same again, or a body that changes nothing. */
const NO_CHANGE = new Set([
  ...['updateDepot', 'updateDepotPolicy', 'updateDepotMessages', 'withdrawPass', 'revokeTerminal'],
  ...['revokeToken', 'removeStaffMember'],
]);
const NOT_JSON = new Set(['importFile', 'importSmallFile']);

/** A depot with something of everything that a path can name. */
const world = async () => {
  const { depot, route, terminal, driver } = await seedRoute(central, 3);
  const [item] = deliveriesOf((await pullAll(terminal)).items);
  const { staff } = central;
  const member = await staff('POST', `/v1/depots/${depot}/staff`, { name: 'Kim', role: 'it' });
  const pass = await staff('POST', `/v1/deliveries/${item?.id}/passes`, { audience: 'depot' });
  const token = await staff('POST', `/v1/depots/${depot}/tokens`, {
    serial: 'T-1',
    scheme: { kind: 'totp' },
    seed: '3132333435363738393031323334353637383930',
  });
  const things: Record<string, string> = {
    depot,
    route,
    driver,
    terminal: terminal.id,
    delivery: item?.id ?? '',
    staff: member.body.member.id,
    once: pass.body.once,
    token: token.body.id,
  };
  return { depot, things };
};

/** Somebody with these rights in a depot, and nowhere else. */
const hire = async (names: readonly string[], depot: string): Promise<string> => {
  const { body } = await central.staff('POST', '/v1/operators', {
    name: `${names.join(' ')} ${Math.random()}`,
    kind: 'integration',
    grants: names.map((name) => ({ name, depot })),
  });
  return body.token;
};

const countActs = async (): Promise<number> =>
  (await central.ports.pool.query<{ n: number }>('select count(*)::int as n from audit')).rows[0]
    ?.n ?? 0;

const queryOf = (
  document: Part,
  { operation }: DescribedOperation,
  random: () => number,
): string => {
  const parameters = (operation['parameters'] ?? []) as unknown as readonly Part[];
  const asked = new URLSearchParams();
  for (const one of parameters) {
    if (String(one['in']) !== 'query' || random() < 0.6) continue;
    const value = makeValue(document, one['schema'] as Part, random, 0.2);
    asked.set(String(one['name']), typeof value === 'object' ? 'odd' : String(value));
  }
  return asked.size === 0 ? '' : `?${asked}`;
};

it('no operation fails, shows another depot, or acts unseen, whoever asks whatever', async () => {
  const document = central.app.describeApi() as unknown as Part;
  const { operations } = openDocument(central.app.describeApi());
  const own = await world();
  const other = await world();
  const who = await Promise.all(
    [...Object.keys(ROLES), ...RIGHTS].map(
      async (name) => [name, await hire([name], own.depot)] as const,
    ),
  );
  const secret = new Set(Object.values(other.things));
  const random = makeRandom(20_261_130);
  const asked = operations.filter(
    ({ id, path, operation }) =>
      !NOT_JSON.has(id) &&
      !path.startsWith('/v1/terminal/') &&
      JSON.stringify(operation['security'] ?? []).includes('key') &&
      !path.includes('/stream') &&
      !JSON.stringify(operation['responses']).includes('event-stream'),
  );
  expect(asked.length).toBeGreaterThan(60);
  const wrong: string[] = [];
  for (const operation of asked) {
    for (const [name, token] of who) {
      const isOther = random() < 0.5;
      const { things } = isOther ? other : own;
      const path = operation.path.replace(/\{(\w+)\}/g, (_, part: string) =>
        part === 'finding' || part === 'case'
          ? '1'
          : (things[part] ?? '3f0c9a52-6d3b-4b7e-9a54-0f6d2b1c7e11'),
      );
      const schema =
        operation.operation['requestBody']?.['content']?.['application/json']?.['schema'];
      const body = schema === undefined ? undefined : makeValue(document, schema, random, 0.1);
      const where = `${name} ${operation.id} in ${isOther ? 'another depot' : 'their own'}`;
      const isAct = operation.method !== 'get';
      const before = isAct ? await countActs() : 0;
      const key = `"${operation.id}-${name}"`;
      const ask = () =>
        fetch(central.url + path + queryOf(document, operation, random), {
          method: operation.method.toUpperCase(),
          headers: {
            authorization: `Bearer ${token}`,
            'idempotency-key': key,
            'if-match': `"${1 + Math.floor(random() * 3)}"`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
      const answer = await ask();
      const text = await answer.text();
      if (answer.status >= 500) wrong.push(`${where}: ${answer.status} to ${JSON.stringify(body)}`);
      if (isOther && operation.path.includes('{') && answer.ok && !operation.path.includes('/me')) {
        wrong.push(`${where}: ${answer.status}`);
      }
      const leaked = [...secret].find((id) => text.includes(id) && !path.includes(id));
      if (leaked !== undefined) wrong.push(`${where}: shows ${leaked}`);
      if (
        isAct &&
        answer.ok &&
        !NO_ACT.has(operation.id) &&
        !NO_CHANGE.has(operation.id) &&
        (await countActs()) === before
      ) {
        wrong.push(`${where}: ${answer.status}, and nothing in the audit`);
      }
    }
  }
  expect(wrong).toEqual([]);
}, 300_000);
