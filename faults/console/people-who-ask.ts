import { randomUUID } from 'node:crypto';
import { ROLES } from '../../central/src/operators/rights.ts';
import { addPerson, type Person } from '../../central/src/testing/people.ts';
import type { DepotId } from '../../shared/protocol/ids.ts';
import type { Who } from '../api/who.ts';
import type { AttackedCentral } from '../support/attacked-central.ts';

const OWN_PAGE = { 'sec-fetch-site': 'same-origin' };
const EVIL = 'https://evil.example';

/** What a browser says of a page that is not central's, or that it says nothing of. */
const FORGED: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['a page of another site', { 'sec-fetch-site': 'cross-site', origin: EVIL }],
  ['a page of a sister host', { 'sec-fetch-site': 'same-site', origin: 'https://a.example' }],
  ['a page of another site, in an old browser', { origin: EVIL }],
  ['a page of another port, in an old browser', { origin: 'https://central.example:444' }],
  ['a page in a sandbox', { origin: 'null' }],
];
/** These may look: somebody has typed the address, or a program has the cookie. They may not act. */
const UNSAID: typeof FORGED = [
  ['an address that was typed', { 'sec-fetch-site': 'none' }],
  ['a request that says nothing of a page', {}],
];

const cookieOf = ({ browser }: Person) => ({ cookie: `__Host-kerbside=${browser.cookie()}` });

/** People of every role, signed in; and an admin whose browser is used by pages that are not central's. */
export const gatherPeople = async (
  central: AttackedCentral,
  depot: string,
): Promise<readonly Who[]> => {
  const come = async (role: string, where: string | null): Promise<Person> =>
    addPerson(central, `${role} ${randomUUID()}`, [
      { name: role, ...(where === null ? {} : { depot: where }) },
    ]);
  const people: Who[] = [];
  for (const role of Object.keys(ROLES)) {
    for (const where of role === 'admin' ? [depot, null] : [depot]) {
      const person = await come(role, where);
      people.push({
        name: where === null ? `${role} everywhere` : role,
        headers: { ...cookieOf(person), ...OWN_PAGE },
        operator: { id: person.id, grants: [{ name: role, depot: where as DepotId | null }] },
        refusal: null,
        isPerson: true,
      });
    }
  }
  const admin = await come('admin', null);
  const known = { id: admin.id, grants: [{ name: 'admin', depot: null }] };
  const forge = (said: typeof FORGED, more: Pick<Who, 'operator' | 'mayLook'>): Who[] =>
    said.map(([name, headers]) => ({
      name,
      headers: { ...cookieOf(admin), ...headers },
      refusal: 403,
      isPerson: true,
      ...more,
    }));
  return [
    ...people,
    ...forge(FORGED, { operator: null }),
    ...forge(UNSAID, { operator: known, mayLook: true }),
  ];
};
