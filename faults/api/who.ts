import { randomUUID } from 'node:crypto';
import type { Grant } from '../../central/src/actors.ts';
import { RIGHTS, ROLES } from '../../central/src/operators/rights.ts';
import { addPerson } from '../../central/src/testing/people.ts';
import type { DepotId } from '../../shared/protocol/ids.ts';
import type { AttackedCentral } from '../support/attacked-central.ts';

/** Somebody who asks, and what may come of it. */
export type Who = {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Their id and grants; null: central must not know them, or not take the request for theirs. */
  readonly operator: { readonly id: string; readonly grants: readonly Grant[] } | null;
  /** What they are told whatever they ask; null: that depends. */
  readonly refusal: 401 | 403 | null;
  /** They have a session, which some requests end. */
  readonly isPerson: boolean;
  /** The refusal is of acts alone. */
  readonly mayLook?: true | undefined;
};

type Given = readonly { readonly name: string; readonly depot?: string }[];

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const grantsOf = (given: Given): Grant[] =>
  given.map(({ name, depot = null }) => ({ name, depot: depot as DepotId | null }));
const cookieOf = (token: string, site = 'same-origin') => ({
  cookie: `__Host-kerbside=${token}`,
  'sec-fetch-site': site,
});
const stranger = (name: string, headers: Who['headers'], refusal: 401 | 403 = 401): Who => ({
  name,
  headers,
  operator: null,
  refusal,
  isPerson: false,
});

/** Keys of every role and right, in one depot, in two and in all. */
const hireAll = async (
  { staff }: AttackedCentral,
  depot: string,
  spare: string,
): Promise<Who[]> => {
  const hire = async (name: string, given: Given): Promise<Who> => {
    const asked = { name: `${name} ${randomUUID()}`, kind: 'integration', grants: given };
    const { body } = await staff('POST', '/v1/operators', asked);
    const operator = { id: body.id, grants: grantsOf(given) };
    return { name, headers: bearer(body.token), operator, refusal: null, isPerson: false };
  };
  const names = [...Object.keys(ROLES), ...RIGHTS];
  const inOne = names.map((name) => [name, [{ name, depot }]] as const);
  const inMore = [
    [
      'dispatcher of two depots',
      [
        { name: 'dispatcher', depot },
        { name: 'dispatcher', depot: spare },
      ],
    ],
    ['dispatcher here, depot staff everywhere', [{ name: 'dispatcher', depot }, { name: 'depot' }]],
    ...Object.keys(ROLES).map((name) => [`${name} everywhere`, [{ name }]] as const),
  ] as const;
  return Promise.all([...inOne, ...inMore].map(([name, given]) => hire(name, given)));
};

/** Those that central has known, or that pretend to be somebody: nobody does anything for them. */
const strangers = async (central: AttackedCentral, depot: string): Promise<Who[]> => {
  const { staff, database } = central;
  const grants = [{ name: 'admin' }];
  const newKey = async () => {
    const asked = { name: `gone ${randomUUID()}`, kind: 'integration', grants };
    const { id, token } = (await staff('POST', '/v1/operators', asked)).body;
    return { id, headers: bearer(token) };
  };
  const [removed, rolled, expired] = [await newKey(), await newKey(), await newKey()];
  await staff('POST', `/v1/operators/${removed.id}/remove`);
  await staff('POST', `/v1/operators/${rolled.id}/key`, { endOthers: true });
  await database.query(
    "update operator_key set expires_at = now() - interval '1 minute' where operator = $1",
    [expired.id],
  );
  const [here, left, out] = await Promise.all(
    ['Ines', 'Lea', 'Otto'].map((name) =>
      addPerson(central, `${name} ${randomUUID()}`, [{ name: 'admin' }]),
    ),
  );
  if (here === undefined || left === undefined || out === undefined) throw new Error('nobody came');
  const [leftCookie, outCookie] = [left.browser.cookie(), out.browser.cookie()];
  await staff('POST', `/v1/operators/${left.id}/remove`);
  await out.browser.ask('POST', '/v1/sign-out');
  const person = await addPerson(central, `Petra ${randomUUID()}`, [{ name: 'dispatcher', depot }]);
  return [
    stranger('nobody', {}),
    stranger('a key that was never made', bearer('k'.repeat(43))),
    stranger('a key of somebody who was removed', removed.headers),
    stranger('a key that was rolled', rolled.headers),
    stranger('a key that is over', expired.headers),
    stranger('the cookie of a colleague who left', cookieOf(leftCookie)),
    stranger('the cookie of somebody who signed out', cookieOf(outCookie)),
    stranger('a cookie as a key', bearer(here.browser.cookie())),
    stranger(
      'a page of another site, with an admin’s cookie',
      cookieOf(here.browser.cookie(), 'cross-site'),
      403,
    ),
    {
      name: 'dispatcher who signed in',
      headers: cookieOf(person.browser.cookie()),
      operator: { id: person.id, grants: grantsOf([{ name: 'dispatcher', depot }]) },
      refusal: null,
      isPerson: true,
    },
  ];
};

/** Everybody who asks, of whom those with rights have them in `depot` (and some in `spare`, or everywhere). */
export const gather = async (
  central: AttackedCentral,
  depot: string,
  spare: string,
): Promise<readonly Who[]> => [
  ...(await hireAll(central, depot, spare)),
  ...(await strangers(central, depot)),
];
