import { randomUUID } from 'node:crypto';
import { HOUR, MINUTE } from '../../central/src/clock.ts';
import {
  addPerson,
  type Browser,
  codeOf,
  forgetSteps,
  makeBrowser,
  type Person,
  passTime,
  tokenOf,
} from '../../central/src/testing/people.ts';
import type { World } from '../api/depot-world.ts';
import type { Fault } from '../api/judge.ts';
import type { AttackedCentral } from '../support/attacked-central.ts';

/** Where stories of sessions play: two depots, and a clock that can be moved. */
export type SessionGround = {
  readonly central: AttackedCentral;
  readonly own: World;
  readonly other: World;
};

type Random = () => number;
type Story = (ground: SessionGround, random: Random) => Promise<Fault[]>;

const wrong = (what: string): Fault => ({ kind: 'false_accepts', what });
const lost = (what: string): Fault => ({ kind: 'lost', what });

const timeOf = ({ central }: SessionGround) => ({ ports: { pool: central.database } });
const come = ({ central, own }: SessionGround, role = 'dispatcher', depot = own.depot) =>
  addPerson(central, `${role} ${randomUUID()}`, [{ name: role, depot }]);

/** What a copy of a cookie is tried with. */
const TRIED = ['/v1/me', '/v1/depots', '/v1/routes', '/v1/me/sessions'];
const statusOf = async (browser: Browser, path = '/v1/me'): Promise<number> =>
  (await browser.ask('GET', path)).status;

const pick = <T>(random: Random, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T;

const copyOf = ({ central }: SessionGround, { browser }: Person): Browser =>
  makeBrowser(central.url, browser.cookie());

const mustBeOver = async (browser: Browser, random: Random, what: string): Promise<Fault[]> => {
  const path = pick(random, TRIED);
  const status = await statusOf(browser, path);
  return status === 401 ? [] : [wrong(`${what} is answered ${status} by ${path}`)];
};
const mustBeGood = async (browser: Browser, what: string): Promise<Fault[]> => {
  const status = await statusOf(browser);
  return status === 200 ? [] : [lost(`${what} is answered ${status}`)];
};

const signIn = async (ground: SessionGround, browser: Browser, person: Person): Promise<number> => {
  await forgetSteps(timeOf(ground));
  await ground.central.database.query('delete from sign_in_limit');
  const { name, password, secret } = person;
  return (await browser.ask('POST', '/v1/sign-in', { name, password, code: codeOf(secret) }))
    .status;
};

/** A copy is used after the cookie was exchanged: whoever has either is signed out, and the audit says so. */
const replay: Story = async (ground, random) => {
  const person = await come(ground);
  const thief = copyOf(ground, person);
  await statusOf(person.browser);
  await passTime(timeOf(ground), 59 * MINUTE);
  await statusOf(person.browser);
  await passTime(timeOf(ground), 2 * MINUTE);
  await statusOf(person.browser);
  await statusOf(person.browser);
  await passTime(timeOf(ground), (2 + Math.floor(random() * 20)) * MINUTE);
  const faults = await mustBeOver(thief, random, 'a cookie of before the exchange');
  faults.push(...(await mustBeOver(person.browser, random, 'a session of which there was a copy')));
  const { rows } = await ground.central.database.query(
    "select 1 from audit where act = 'session-replayed' and subject ->> 'operator' = $1",
    [person.id],
  );
  return rows.length === 1 ? faults : [...faults, lost('a replayed session is not in the audit')];
};

const signedOut: Story = async (ground, random) => {
  const person = await come(ground);
  const copy = copyOf(ground, person);
  await person.browser.ask('POST', '/v1/sign-out');
  return mustBeOver(copy, random, 'the cookie of somebody who signed out');
};

const endedElsewhere: Story = async (ground, random) => {
  const person = await come(ground);
  const other = makeBrowser(ground.central.url);
  await signIn(ground, other, person);
  await other.ask('POST', '/v1/me/sessions/end', { here: false });
  return [
    ...(await mustBeOver(person.browser, random, 'a session that was ended from elsewhere')),
    ...(await mustBeGood(other, 'the session that others were ended from')),
  ];
};

const removed: Story = async (ground, random) => {
  const person = await come(ground);
  await ground.central.staff('POST', `/v1/operators/${person.id}/remove`);
  return mustBeOver(person.browser, random, 'the session of a colleague who left');
};

const idle: Story = async (ground, random) => {
  const person = await come(ground);
  await passTime(timeOf(ground), HOUR + MINUTE);
  return mustBeOver(person.browser, random, 'a session in which nothing was done for an hour');
};

/** Rights that were taken away are gone with the next request, also in a session that goes on. */
const lessRights: Story = async (ground) => {
  const { central, own } = ground;
  const person = await come(ground);
  const at = `/v1/depots/${own.depot}/drivers`;
  const grants = { grants: [{ name: 'auditor', depot: own.depot }] };
  await central.staff('PUT', `/v1/operators/${person.id}/grants`, grants);
  const { status } = await person.browser.ask('POST', at, { name: `Dora ${randomUUID()}` });
  const faults = await mustBeGood(person.browser, 'a session whose rights were changed');
  return status === 403 ? faults : [...faults, wrong(`a right that is gone is answered ${status}`)];
};

/** Somebody of another depot signs in at the same browser: nothing of the one before is left. */
const sameBrowser: Story = async (ground, random) => {
  const { own, other } = ground;
  const [first, second] = [await come(ground), await come(ground, 'dispatcher', other.depot)];
  const { browser } = first;
  const seen = await browser.ask('GET', '/v1/routes');
  const copy = copyOf(ground, first);
  const status = await signIn(ground, browser, second);
  if (status !== 204) return [lost(`a second person is answered ${status}`)];
  const faults = await mustBeOver(copy, random, 'the session of whoever sat there before');
  const etag = { 'if-none-match': seen.headers.get('etag') ?? '"1"' };
  const shown = await browser.ask('GET', '/v1/routes', undefined, etag);
  const text = JSON.stringify(shown.body);
  if (text.includes(own.mark) || text.includes(own.depot)) {
    faults.push(wrong('the second person in a browser sees the first one’s depot'));
  }
  if (!text.includes(other.mark))
    faults.push(lost('the second person does not see their own depot'));
  const theirs = await browser.ask('GET', `/v1/depots/${own.depot}/board`);
  if (theirs.status !== 403)
    faults.push(wrong(`the first one’s board is answered ${theirs.status}`));
  return faults;
};

const othersSession: Story = async (ground) => {
  const [one, two] = [await come(ground), await come(ground, 'admin')];
  const { id } = (await one.browser.ask('GET', '/v1/me')).body.session;
  const { status } = await two.browser.ask('POST', `/v1/me/sessions/${id}/end`);
  const faults = await mustBeGood(one.browser, 'a session that somebody else tried to end');
  return status === 404 ? faults : [...faults, wrong(`ending it is answered ${status}`)];
};

/** A link sets somebody up once: who has a copy of it gets nothing. */
const linkTwice: Story = async (ground) => {
  const { central, own } = ground;
  const asked = {
    name: `Nia ${randomUUID()}`,
    kind: 'person',
    grants: [{ name: 'depot', depot: own.depot }],
  };
  const { id } = (await central.staff('POST', '/v1/operators', asked)).body;
  const token = tokenOf((await central.staff('POST', `/v1/operators/${id}/invite`)).body.link);
  const browser = makeBrowser(central.url);
  const { secret } = (await browser.ask('POST', '/v1/set-up/begin', { token })).body.authenticator;
  const password = 'lamp-hamster-violet-93';
  const body = { token, name: null, password, code: codeOf(secret) };
  const tries = await Promise.all([
    browser.ask('POST', '/v1/set-up', body),
    makeBrowser(central.url).ask('POST', '/v1/set-up', body),
  ]);
  const done = tries.filter(({ status }) => status === 201).length;
  const again = await makeBrowser(central.url).ask('POST', '/v1/set-up/begin', { token });
  const faults = done === 1 ? [] : [wrong(`a link set ${done} up`)];
  return again.status === 410
    ? faults
    : [...faults, wrong(`a used link is answered ${again.status}`)];
};

const STORIES: Readonly<Record<string, Story>> = {
  ...{ replay, signedOut, endedElsewhere, removed, idle, lessRights, sameBrowser, othersSession },
  linkTwice,
};

/** How many stories there are. */
export const STORY_COUNT = Object.keys(STORIES).length;

/** Plays one story of a session; the n-th, each in its turn. */
export const playSession = async (
  ground: SessionGround,
  n: number,
  random: Random,
): Promise<readonly Fault[]> => {
  const [name, story] = Object.entries(STORIES)[n % STORY_COUNT] ?? [];
  if (story === undefined) throw new Error('there are no stories');
  const faults = await story(ground, random);
  return faults.map(({ kind, what }) => ({ kind, what: `${name}: ${what}` }));
};
