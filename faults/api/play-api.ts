import { randomUUID } from 'node:crypto';
import type { DescribedOperation } from '../../central/src/testing/document-schemas.ts';
import { until } from '../../central/src/testing/seed.ts';
import { changesBetween, type Sums, sumDatabase } from './database-sum.ts';
import type { Things } from './depot-world.ts';
import { type Fault, judge, judgeAgain, judgeAlike, type Kind, type Said } from './judge.ts';
import { type Asked, makeRequest, pathOf, takesHeader, thingsIn } from './make-request.ts';
import { type Expected, isForOperators, mayDo } from './may-do.ts';
import type { Stage } from './stage.ts';
import type { Who } from './who.ts';

export type Played = Record<Kind, number> & {
  readonly notes: string[];
  readonly asked: number;
  readonly replayed: number;
  /** The operations that something came of. */
  readonly done: ReadonlySet<string>;
};

/** So many requests are played with the same things: later they are used up. */
const CHUNK = 150;
/** What ends the session, or the key, that somebody plays with. */
const ENDS_ITSELF: ReadonlySet<string> = new Set(['signOut', 'endOwnSessions', 'endOwnSession']);
/** The one that no random bytes come to. */
const NOWHERE: Things = { once: 'A'.repeat(22) };
/** How often two of the same are sent at once. */
const TWINS = 0.25;

type Turn = {
  readonly who: Who;
  readonly one: DescribedOperation;
  readonly isOther: boolean;
  readonly expected: Expected;
};

const shuffle = <T>(list: readonly T[], random: () => number): T[] =>
  list
    .map((one) => [random(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);

/** Everybody, every operation, in their own depot and in another one; in an order of chance. */
const turnsOf = (
  { everybody, own, other, otherThings, schemas }: Stage,
  isPlayed: (one: DescribedOperation) => boolean,
  random: () => number,
): Turn[] =>
  shuffle(
    schemas.operations.filter(isPlayed).flatMap((one) =>
      everybody.flatMap((who) => {
        if (who.isPerson && who.refusal === null && ENDS_ITSELF.has(one.id)) return [];
        const isAboutThings = thingsIn(one, otherThings).length > 0;
        return [false, ...(isAboutThings ? [true] : [])].map((isOther): Turn => {
          const depot = isOther ? other.depot : own.depot;
          const expected = mayDo(who, one, isAboutThings ? depot : null);
          return { who, one, isOther, expected };
        });
      }),
    ),
    random,
  );

/** A list's depot, a body's: what a request is about beside what its path names. */
const namesDepot = ({ path, body }: Asked, things: Things): boolean => {
  const { depot, terminal, reference } = things;
  const sent = body ?? '';
  const query = new URLSearchParams(path.split('?')[1] ?? '');
  return (
    query.get('depot') === depot ||
    query.get('terminal') === terminal ||
    sent.includes(`"depot":"${depot}"`) ||
    // A depot that is named as well goes before it.
    (sent.includes(`"reference":"${reference}"`) && !sent.includes('"depot"'))
  );
};

/** A file is taken at once, and is an act when it is in. */
const untilImported = async (
  { staff }: Stage['central'],
  { path }: Asked,
  { text }: Said,
): Promise<void> => {
  const imports = path.split('?')[0];
  const { id } = JSON.parse(text);
  await until(async () => {
    const { state } = (await staff('GET', `${imports}/${id}`)).body;
    return state !== 'receiving' && state !== 'running';
  });
};

/** Plays so many requests, and looks at what comes of each. */
export const playApi = async (
  stage: Stage,
  runs: number,
  random: () => number,
  isPlayed: (one: DescribedOperation) => boolean = () => true,
  say: (n: number) => void = () => undefined,
): Promise<Played> => {
  const { central, document, schemas, own, other, otherThings, ask, newLines } = stage;
  const total = { lost: 0, duplicated: 0, false_accepts: 0, undetected: 0, crashes: 0 };
  const notes: string[] = [];
  const done = new Set<string>();
  let [asked, replayed] = [0, 0];
  const note = ({ who, one, isOther }: Turn, faults: readonly Fault[], request: Asked): void => {
    for (const { kind, what } of faults) {
      total[kind]++;
      const where = isOther ? 'in another depot' : 'in their own depot';
      notes.push(
        `${who.name}, ${one.id} ${where}: ${what}; sent: ${(request.body ?? '').slice(0, 300)}`,
      );
    }
  };
  const versionOf = async (one: DescribedOperation, things: Things): Promise<number> => {
    const table = one.path.includes('{route}') ? 'route' : 'delivery';
    const { rows } = await central.database.query<{ version: number }>(
      `select version from ${table} where id = $1`,
      [things[table]],
    );
    return random() < 0.8 ? (rows[0]?.version ?? 1) : 1 + Math.floor(random() * 3);
  };
  /** What of the other depot is in an answer, if whoever asks may see none of it. */
  const shownIn = ({ operator }: Who, request: Asked, text: string): readonly string[] => {
    if (operator?.grants.some(({ depot }) => depot === null) === true) return [];
    const sent = `${request.path} ${request.body ?? ''}`;
    const marks = [other.mark, ...Object.values(otherThings).filter((id) => id.length > 6)];
    return marks.filter((mark) => text.includes(mark) && !sent.includes(mark));
  };

  let sums: Sums = await sumDatabase(central.database);
  const look = async (): Promise<readonly string[]> => {
    const before = sums;
    sums = await sumDatabase(central.database);
    return changesBetween(before, sums);
  };

  const playOne = async (turn: Turn, ownThings: Things): Promise<void> => {
    const { who, one, isOther } = turn;
    const there = isOther ? otherThings : ownThings;
    // Only what is over is erased.
    const of = one.id === 'eraseDelivery' ? { ...there, delivery: there['over'] ?? '' } : there;
    const things = { of, own: ownThings, other: otherThings };
    const version = takesHeader(one, 'idempotency-key') ? await versionOf(one, of) : 1;
    const request = makeRequest(document, one, things, version, randomUUID(), random);
    const expected =
      turn.expected === 'may' && namesDepot(request, otherThings)
        ? mayDo(who, one, other.depot)
        : turn.expected;
    const isRead = one.method === 'get';
    const isOnce = takesHeader(one, 'idempotency-key');
    const twin = expected === 'may' && isOnce && random() < TWINS ? ask(who, request) : null;
    const answers = await Promise.all([ask(who, request), ...(twin === null ? [] : [twin])]);
    const answer = answers.find(({ status }) => status < 300) ?? answers[0];
    if (answer === undefined) return;
    asked++;
    const isGood = answer.status < 400;
    if (one.id === 'importFile' && isGood) await untilImported(central, request, answer);
    const lines = await newLines();
    const isAct = !isRead && isGood;
    if (isAct) done.add(one.id);
    if (isRead && isGood) done.add(one.id);
    const unfit = schemas.judgeAnswer(one, answer.status, answer.type, () =>
      JSON.parse(answer.text),
    );
    note(
      turn,
      judge({
        ...{ expected, isRead, status: answer.status, unfit, lines },
        changes: await look(),
        operator: who.operator?.id ?? null,
        shown: shownIn(who, request, answer.text),
        closed: mayDo(who, one, other.depot) === 'may' ? null : other.depot,
      }),
      request,
    );
    if (isAct && isOnce) await playAgain(turn, request, answer, answers);
    if (isOther && expected !== 'may') await playNowhere(turn, request, answer);
  };

  /** The same again, by the same and, with its key, something else. */
  const playAgain = async (
    turn: Turn,
    request: Asked,
    answer: Said,
    twins: readonly Said[],
  ): Promise<void> => {
    const faults = twins.length > 1 ? twins.flatMap((said) => judgeAgain(answer, said, [])) : [];
    const again = await ask(turn.who, request);
    faults.push(...judgeAgain(answer, again, await newLines()));
    const changes = await look();
    if (changes.length > 0) {
      faults.push({ kind: 'duplicated', what: `the same again changes ${changes.join(', ')}` });
    }
    const { status } = await ask(turn.who, { ...request, body: `${request.body} ` });
    if (status < 400)
      faults.push({ kind: 'duplicated', what: 'something else is done with its key' });
    replayed += 2;
    note(turn, faults, request);
  };

  /** The same about what there is not: who may not see it must not be told which it is. */
  const playNowhere = async (turn: Turn, request: Asked, answer: Said): Promise<void> => {
    const { who, one } = turn;
    if (who.operator === null || !isForOperators(one)) return;
    const query = request.path.slice(pathOf(one, otherThings).length);
    const path = pathOf(one, NOWHERE) + query;
    note(turn, judgeAlike(answer, await ask(who, { ...request, path })), request);
  };

  const turns = turnsOf(stage, isPlayed, random);
  for (let first = 0; first < runs; first += CHUNK) {
    const things = await own.refill();
    await newLines();
    await look();
    const many = Array.from(
      { length: Math.min(CHUNK, runs - first) },
      (_, n) => turns[(first + n) % turns.length],
    );
    const chunk = many.filter((turn) => turn !== undefined);
    const refused = chunk.filter(({ expected }) => expected !== 'may');
    for (const turn of refused) await playOne(turn, things);
    const changes = await look();
    if (changes.length > 0) {
      total.false_accepts++;
      notes.push(
        `after ${refused.length} requests that were all refused: changed ${changes.join(', ')}`,
      );
    }
    for (const turn of chunk.filter((one) => one.expected === 'may')) await playOne(turn, things);
    say(Math.min(runs, first + CHUNK));
  }
  if (stage.heard().includes(other.depot)) {
    total.false_accepts++;
    notes.push('a listener of one depot heard of another one');
  }
  if (!stage.heard().includes(own.depot)) {
    total.undetected++;
    notes.push('a listener heard nothing of their own depot');
  }
  if (!central.isAlive()) {
    total.crashes++;
    notes.push('central has ended');
  }
  return { ...total, notes, asked, replayed, done };
};
