import { actsAt, seedPulled } from '../../central/src/life/testing/acts-at.ts';
import { type Claimed, claimMessages } from '../../central/src/messages/claim-messages.ts';
import { markMessage } from '../../central/src/messages/mark-message.ts';
import { tryAgain } from '../../central/src/messages/message-provider.ts';
import { makeReports } from '../../central/src/messages/take-report.ts';
import type { TestCentral } from '../../central/src/testing/test-central.ts';
import { MOODS, type MoodyProvider, planKey, WORDS } from './moody-provider.ts';

const MINUTE = 60_000;
const STOPS = 8;
/** More rounds than any plan has moods. */
const ROUNDS = 8;

export type Ground = { readonly central: TestCentral; readonly moody: MoodyProvider };

/** What is taken away from the product, so that the campaign must find it. */
export type Sabotage = 'claim' | 'end of a claim' | 'one text' | 'cancellation';

export type Played = {
  lost: number;
  duplicated: number;
  false_accepts: number;
  undetected: number;
  readonly taken: number;
  readonly killed: number;
  readonly notes: string[];
};

type Row = { readonly id: string; readonly delivery: string; readonly state: string };
type Kill = 'before' | 'after';

const pick = <T>(random: () => number, from: readonly T[]): T =>
  from[Math.floor(random() * from.length)] as T;

/** Does what a worker does with what it has claimed. */
const finish = async ({ central, moody }: Ground, claimed: Claimed): Promise<void> => {
  const answer = await moody.provider
    .send(claimed.message, AbortSignal.timeout(15_000))
    .catch(() => tryAgain('not-understood'));
  await markMessage(central.ports, claimed, answer);
  const reports = makeReports(central.ports, moody.provider);
  if (answer.kind === 'accepted') await reports.replay(answer.ids);
};

/**
 * One depot's messages through everything: a provider of many moods, workers that die between claim,
 * send and mark, a delivery that is cancelled and a number that is changed meanwhile. Then time
 * passes until nothing is left to do, and what came to telephones is held against what is so.
 */
export const playMessages = async (
  ground: Ground,
  random: () => number,
  sabotage: Sabotage | null = null,
): Promise<Played> => {
  const { central, moody } = ground;
  const { pool } = central.ports;
  const { depot, ...seeded } = await seedPulled(central, STOPS, { arrivalIn: 180 * MINUTE });
  // They come in the order in which their codes were made, which is not always that of the stops.
  const deliveries = seeded.deliveries.toSorted((one, other) => one.position - other.position);
  const { act } = actsAt(central);
  const takenBefore = moody.taken.length;
  const taken = () => moody.taken.slice(takenBefore).filter((one) => one.depot === depot);
  const uncertain = new Set<string>();
  const lies = new Set<string>();
  for (let n = 1; n <= STOPS; n++) {
    const moods = Array.from({ length: Math.floor(random() * 4) }, () => pick(random, MOODS));
    if (sabotage !== null) moods.length = 0;
    const key = planKey(depot, String(n).padStart(3, '0'));
    const plan = { moods, word: pick(random, WORDS) };
    if (moods.includes('swallow')) uncertain.add(key);
    if (moods.includes('lie')) lies.add(key);
    moody.plans.set(key, plan);
  }

  // Workers that die. Their clock is ahead, so that nobody else has these messages yet.
  const killed = new Set<string>();
  const ahead = { ...central.ports, now: () => (central.clock.now() + 61 * MINUTE) as never };
  const limit = sabotage === null ? Math.floor(random() * STOPS) : 3;
  const claims = limit === 0 ? [] : await claimMessages(ahead, moody.provider, { limit });
  const own = claims.filter(({ message }) => message.depot === depot);
  for (const claimed of own) {
    const kill: Kill = sabotage === null ? pick(random, ['before', 'after']) : 'after';
    if (sabotage !== 'claim') killed.add(claimed.message.id);
    if (kill === 'after') {
      await moody.provider.send(claimed.message, AbortSignal.timeout(15_000)).catch(() => {});
    }
  }
  if (sabotage === 'claim') {
    await pool.query(`update message set state = 'waiting', next_at = due where depot = $1`, [
      depot,
    ]);
  }
  if (sabotage === 'end of a claim') {
    await pool.query(
      `update message set next_at = 'infinity' where depot = $1 and state = 'claimed'`,
      [depot],
    );
  }
  if (sabotage === 'one text') {
    await pool.query('update message set sealed_text = null where depot = $1', [depot]);
    await pool.query(`update depot set sender = 'Another' where id = $1`, [depot]);
  }

  // What people do meanwhile.
  const [cancelled, changed] = [deliveries[STOPS - 1], deliveries[STOPS - 2]];
  if (cancelled === undefined || changed === undefined) throw new Error('no deliveries');
  const kept = await pool.query('select id, sealed_code from issue where delivery = $1', [
    cancelled.id,
  ]);
  await act(cancelled, 'cancel');
  const newNumber = `+49171000${String(STOPS - 1).padStart(4, '0')}`;
  await act(changed, '', { phone: newNumber });
  const takenThen = moody.taken.length;
  if (sabotage === 'cancellation') {
    await pool.query(`update issue set state = 'active', sealed_code = $2 where id = $1`, [
      kept.rows[0].id,
      kept.rows[0].sealed_code,
    ]);
    await pool.query(`update message set state = 'waiting', ended_at = null where issue = $1`, [
      kept.rows[0].id,
    ]);
  }

  // Time passes; the worker of the product, and one beside it, do what is to be done.
  central.clock.advance(62 * MINUTE);
  for (let round = 0; round < ROUNDS; round++) {
    for (;;) {
      const due = await claimMessages(central.ports, moody.provider, { limit: 50 });
      await Promise.all(due.map((claimed) => finish(ground, claimed)));
      if (due.length === 0) break;
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
    central.clock.advance(5 * MINUTE);
  }

  const { rows } = await pool.query<Row>(
    `select message.id, issue.delivery, message.state from message
     join issue on issue.depot = message.depot and issue.id = message.issue
     where message.depot = $1 and message.kind = 'code'`,
    [depot],
  );
  const { body } = await central.staff('GET', `/v1/messages?failed=true&depot=${depot}`);
  const listed = new Set(body.messages.map((one: { delivery: string }) => one.delivery));
  const all = taken();
  const later = moody.taken.slice(takenThen).filter((one) => one.depot === depot);
  const result: Played = {
    lost: 0,
    duplicated: 0,
    false_accepts: 0,
    undetected: 0,
    taken: all.length,
    killed: killed.size,
    notes: [],
  };
  const note = (kind: 'lost' | 'duplicated' | 'false_accepts' | 'undetected', text: string) => {
    result[kind]++;
    result.notes.push(text);
  };
  for (const [index, delivery] of deliveries.entries()) {
    const message = rows.find((row) => row.delivery === delivery.id);
    if (message === undefined) {
      note('lost', `stop ${index + 1} has no message`);
      continue;
    }
    const key = planKey(depot, String(index + 1).padStart(3, '0'));
    const mine = all.filter(({ id }) => id === message.id);
    const isCancelled = delivery.id === cancelled.id;
    const afterwards = later.filter(({ id }) => id === message.id);
    if (isCancelled && afterwards.length > 0) {
      note('false_accepts', `stop ${index + 1} went after it was cancelled`);
    }
    if (delivery.id === changed.id && afterwards.some(({ to }) => to !== newNumber)) {
      note('false_accepts', `stop ${index + 1} went to the number from before`);
    }
    const mayDouble = killed.has(message.id) || uncertain.has(key);
    // A number that was changed gives a message of its own.
    const texts = new Set(mine.map(({ text }) => text));
    if (mine.length > 1 && !mayDouble) note('duplicated', `stop ${index + 1} went twice`);
    if (texts.size > 1) note('duplicated', `stop ${index + 1} went with two texts`);
    if (isCancelled) continue;
    if (['waiting', 'claimed'].includes(message.state)) {
      note('lost', `stop ${index + 1} is ${message.state} for ever`);
    }
    const isTaken = mine.length > 0 || lies.has(key) || message.state === 'failed';
    if (!isTaken) note('lost', `stop ${index + 1} is ${message.state}, and no telephone has it`);
    const mustBeSeen =
      message.state === 'failed' || (message.state === 'accepted' && mine.length === 0);
    if (mustBeSeen && !listed.has(delivery.id)) {
      note('undetected', `stop ${index + 1} is ${message.state}, and nobody sees it`);
    }
  }
  return result;
};
