import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { WHY } from '../../central/console/rooms/import/why.ts';
import { NEXT } from '../../central/console/rooms/messages/message-words.ts';
import { ACTS as ACTS_IN_WORDS } from '../../central/console/rooms/settings/audit/act-words.ts';
import { STORY_ACTS } from '../../central/console/rooms/stop/event-words.ts';
import { en } from '../../central/console/words/en.ts';
import { ROOM_WORDS } from '../../central/console/words/room-words.ts';
import { en as settings } from '../../central/console/words/settings/en.ts';
import { settledAs, settledCode } from '../../central/src/cases/decisions.ts';
import { DELAYS, REFUSALS } from '../../central/src/messages/message-provider.ts';
import { ACTS } from '../../central/src/operators/acts.ts';
import { ar as terminalAr } from '../../renderer/i18n/ar.ts';
import { de as terminalDe } from '../../renderer/i18n/de.ts';
import { en as terminalEn } from '../../renderer/i18n/en.ts';
import { es as terminalEs } from '../../renderer/i18n/es.ts';
import { fr as terminalFr } from '../../renderer/i18n/fr.ts';
import { leaves, type Tree } from '../../renderer/i18n/leaves.ts';
import { pl as terminalPl } from '../../renderer/i18n/pl.ts';
import { metProblems, namedProblems } from './met-problems.ts';
import { usedWords } from './used-words.ts';

// That each language has the words of the English ones, their types say.

/** Put together where the compiler cannot follow: each is what may be decided, tested below. */
const DECISIONS = /^settle:decide\./u;

const TERMINAL = [
  ['en', terminalEn],
  ['de', terminalDe],
  ['fr', terminalFr],
  ['es', terminalEs],
  ['pl', terminalPl],
  ['ar', terminalAr],
] as const;

const allWords = async (): Promise<readonly string[]> => {
  const page: Tree = { ...en, settings: { ...en.settings, ...settings } };
  const rooms = Object.entries(ROOM_WORDS).map(
    async ([room, languages]) => [room, (await languages.en()) as Tree] as const,
  );
  return [['translation', page] as const, ...(await Promise.all(rooms))].flatMap(([room, words]) =>
    leaves(words).map(([key]) => `${room}:${key.replace(/_(?:one|other)$/u, '')}`),
  );
};

test('no word is there that the console never says', async () => {
  const { used, unclear } = usedWords();
  expect(unclear).toEqual([]);
  const never = (await allWords()).filter((key) => !used.has(key) && !DECISIONS.test(key));
  expect(never).toEqual([]);
  // The compiler reads all of the console for it: ten seconds, or many where others are at work.
}, 300_000);

test('each act that central can note has words in the audit', () => {
  expect(ACTS_IN_WORDS.toSorted()).toEqual(ACTS.toSorted());
});

/** Acts whose subject is no delivery: a stop's story never has them. */
const NOT_OF_A_STOP =
  /^(?:depot|policy|messages|retention|import|enrolment|terminal|driver|staff|badge|pin-set|deliveries|erasures|token|finding|case|webhook|operator|sign|proved|session|password|authenticator|recovery|passkey|master-key|key-|root-)/u;

test('each act that a stop’s story can have has words there', () => {
  const ofStops = ACTS.filter((act) => !NOT_OF_A_STOP.test(act));
  expect(STORY_ACTS.toSorted()).toEqual(ofStops.toSorted());
});

test('each decision that a case can have has words', async () => {
  const { decide } = await ROOM_WORDS.settle.en();
  const [said, codes] = [Object.keys(decide), settledCode.options as readonly string[]];
  expect(codes.filter((code) => !said.some((key) => key.endsWith(`/${code}`)))).toEqual([]);
  const known = settledAs.options.flatMap((as) => codes.map((code) => `${as}/${code}`));
  expect(said.filter((key) => !known.includes(key))).toEqual([]);
});

test('each reason that a provider can give has words, and says what helps', () => {
  const reasons: readonly string[] = [...REFUSALS, ...DELAYS];
  expect(reasons.filter((reason) => !Object.hasOwn(NEXT, reason))).toEqual([]);
});

test.each(TERMINAL)(
  'what the console says of the terminal’s button for an override, the terminal has in %s',
  async (tag, { override }) => {
    const { override: said } = await ROOM_WORDS.stop[tag]();
    expect(said.first).toContain(override.ask);
  },
);

/** Of lines of JSON, which programs send, and of a note that the console says in its own place. */
const NOT_OF_A_TABLE = ['unknown-member', 'unknown-parcel', 'malformed', 'encoding-guessed'];

test('each mistake that a file of deliveries can have has words', () => {
  const folder = path.resolve(import.meta.dirname, '../../central/src/import');
  const codes = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .flatMap((text) => [...text.matchAll(/(?:\brefuse\(\s*|\bcode: )'([a-z-]+)'/gu)])
    .map(([, code]) => code ?? '');
  expect(codes.length).toBeGreaterThan(40);
  const silent = codes.filter((code) => !Object.hasOwn(WHY, code));
  expect(silent.filter((code) => !NOT_OF_A_TABLE.includes(code))).toEqual([]);
});

/** Problems of which there is no more to say than 'That didn’t work. Try again.' */
const PASSING = [
  ...['internal', 'unavailable', 'too-many-requests', 'request-running', 'rights-changed'],
  ...['sign-in-busy', 'imports-busy', 'import-running'],
];
/** Whose request the console never makes: it names versions, keys and depots, and offers only what there is. */
const PREVENTED = [
  ...['cross-site', 'depot-missing', 'too-large', 'wrong-media-type', 'version-missing'],
  ...['idempotency-key-missing', 'idempotency-key-reused', 'no-passkeys', 'no-password'],
  ...['no-provider', 'not-wiped', 'other-depot', 'same-terminal', 'ambiguous-reference'],
  ...['number-taken', 'no-parcel-left'],
];
/** What is gone meanwhile is gone from the page as well; who is signed out is at the sign-in. */
const SEEN = /^(?:unknown-.*|no-such-terminal|import-over|unauthorised)$/u;

test('each problem that the console can meet has words, or needs none of its own', () => {
  const [met, named] = [metProblems(), namedProblems()];
  expect(met.size).toBeGreaterThan(70);
  const general = [...PASSING, ...PREVENTED];
  const silent = [...met].filter((code) => !named.has(code) && !SEEN.test(code));
  expect(silent.toSorted()).toEqual(general.toSorted());
});
