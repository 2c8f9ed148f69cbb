import { actsAt, seedPulled } from '../../central/src/life/testing/acts-at.ts';
import { pullAll } from '../../central/src/testing/seed.ts';
import { EVENTS, MOODS, type Mood, type Plan, WORDS } from './gateway.ts';
import { type Ground, untilSo } from './ground.ts';
import { judgeMessages, type Kind, type Row, type Stop } from './judge-messages.ts';

const MINUTE = 60_000;
const STOPS = 8;
/** A message goes two hours before its arrival. */
const ARRIVAL_IN = 180 * MINUTE;
const DUE_IN = 61 * MINUTE;
/** How many depots are made ready at once. */
const AT_ONCE = 4;
/** More times than any message is tried. */
const MOST_TRIES = 60;

export type Played = Record<Kind, number> & {
  readonly seed: number;
  readonly taken: number;
  readonly killed: number;
  readonly notes: readonly string[];
};

export type PlayOptions = {
  readonly seed: number;
  readonly random: () => number;
  /** What happens to each message at first; by chance, if it is left out. */
  readonly moods?: readonly Mood[] | undefined;
};

const pick = <T>(random: () => number, from: readonly T[]): T =>
  from[Math.floor(random() * from.length)] as T;

/** How many messages meet an event, and how many of these a kill: a worker needs seconds to start. */
const EVENT_SHARE = 0.05;

const planMoods = (random: () => number): Mood[] => {
  const moods: Mood[] = Array.from({ length: Math.floor(random() * 4) }, () => pick(random, MOODS));
  return random() < EVENT_SHARE ? [pick(random, EVENTS), ...moods] : moods;
};

/** Something that failed, so that the message is most likely still on its way. */
const NOT_YET: readonly Mood[] = ['swallow', 'drop', 'busy', 'garble', 'act', 'take'];

type Depot = {
  readonly options: PlayOptions;
  readonly depot: string;
  readonly stops: Stop[];
  readonly lies: ReadonlySet<string>;
  /** Cancels one delivery and changes the number of another, unless it is done already. */
  readonly changeAll: (staff: Ground['office']['staff']) => Promise<void>;
};

/** Makes a depot with a route whose messages are due in an hour, and plans what becomes of each. */
const makeReady = async (ground: Ground, options: PlayOptions): Promise<Depot> => {
  const { office, gateway } = ground;
  const { random } = options;
  const { depot, terminal, deliveries } = await seedPulled(office, STOPS, {
    arrivalIn: ARRIVAL_IN,
  });
  const { rows } = await office.ports.pool.query<{ id: string; delivery: string }>(
    `select message.id, issue.delivery from message
     join issue on issue.depot = message.depot and issue.id = message.issue
     where message.depot = $1 and message.kind = 'code'`,
    [depot],
  );
  const messageOf = new Map(rows.map(({ id, delivery }) => [delivery, id]));
  const sorted = deliveries.toSorted((one, other) => one.position - other.position);
  const stops: Stop[] = sorted.map(({ id, position }) => ({
    delivery: id,
    position,
    cancelledAt: null,
    underWay: 0,
    changed: null,
  }));
  const to = `+49171${String(Math.floor(random() * 10_000_000)).padStart(7, '0')}`;
  const done = new Set<number>();
  /** Does what a person does with a stop, once. Whoever is asked may be killed meanwhile. */
  const change = async (place: number, staff: Ground['office']['staff']): Promise<void> => {
    const stop = stops[place];
    if (stop === undefined || done.has(place)) return;
    done.add(place);
    const { act } = actsAt({ ...office, staff });
    const isCancelled = place === STOPS - 1;
    const { status } = isCancelled
      ? await act({ id: stop.delivery }, 'cancel')
      : await act({ id: stop.delivery }, '', { phone: to });
    if (status !== 200) throw new Error(`the change is answered with ${status}`);
    const at = gateway.taken.length;
    if (!isCancelled) {
      stops[place] = { ...stop, changed: { at, to } };
      return;
    }
    const { rows } = await office.ports.pool.query<{ n: number }>(
      `select count(*) as n from message_attempt a
         join message m on m.depot = a.depot and m.id = a.message
         join issue i on i.depot = m.depot and i.id = m.issue
       where i.delivery = $1 and a.ended_at is null`,
      [stop.delivery],
    );
    stops[place] = { ...stop, cancelledAt: at, underWay: rows[0]?.n ?? 0 };
  };
  const lies = new Set<string>();
  for (const [place, { delivery }] of stops.entries()) {
    const message = messageOf.get(delivery) ?? '';
    const isChanged = place >= STOPS - 2;
    const planned = isChanged ? [pick(random, NOT_YET)] : planMoods(random);
    const moods = [...(options.moods ?? planned)].filter((mood) => isChanged || mood !== 'act');
    if (moods.includes('lie')) lies.add(message);
    const act: Plan['act'] = () => change(place, office.staff);
    gateway.plans.set(message, { moods, word: pick(random, WORDS), act });
  }
  return {
    options,
    depot,
    stops,
    lies,
    changeAll: async (staff) => {
      for (const place of [STOPS - 1, STOPS - 2]) await change(place, staff);
      // The new number gets a code of its own, once the terminal has asked for it.
      await pullAll(terminal);
    },
  };
};

type Due = { readonly due: number; readonly held: number; readonly next: number | null };

/**
 * Waits until workers have done what can be done now; gives when there is more, if there is. Where
 * nothing has changed for so long, they will never do it.
 */
const untilQuiet = async (
  { office, workers, gateway, now, patienceMs }: Ground,
  depots: readonly string[],
): Promise<number | null> => {
  let next: number | null = null;
  let seen = '';
  let since = performance.now();
  await untilSo(async () => {
    const { rows } = await office.ports.pool.query<Due>(
      `select count(*) filter (where m.next_at <= $2) as due,
         count(*) filter (where m.state = 'claimed' and a.provider = any($3)) as held,
         min(m.next_at) as next
       from message m left join message_attempt a
         on a.depot = m.depot and a.message = m.id and a.attempt = m.attempts
       where m.depot = any($1) and m.state in ('waiting', 'claimed')`,
      [depots, new Date(now()), workers.names()],
    );
    const [{ due, held, next: then }] = rows as [Due];
    next = then;
    const isSame = seen === JSON.stringify(rows);
    if (!isSame) since = performance.now();
    seen = JSON.stringify(rows);
    if (performance.now() - since > patienceMs) {
      next = null;
      return true;
    }
    return due === 0 && held === 0 && !gateway.isBusy();
  });
  return next;
};

const chunksOf = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, n) =>
    all.slice(n * size, (n + 1) * size),
  );

/**
 * Plays runs at once, each of them one depot: its messages go through a gateway of many moods, workers
 * are killed between claim, send and mark, a delivery is cancelled and a number changed meanwhile.
 * Then time passes until nothing is left to do, and what came to telephones is held against what is
 * so.
 */
export const playMessages = async (
  ground: Ground,
  runs: readonly PlayOptions[],
): Promise<readonly Played[]> => {
  const { office, gateway } = ground;
  const { pool } = office.ports;
  ground.bringOfficeUp();
  const depots: Depot[] = [];
  for (const some of chunksOf(runs, AT_ONCE)) {
    depots.push(...(await Promise.all(some.map((one) => makeReady(ground, one)))));
  }
  const ids = depots.map(({ depot }) => depot);
  const due = office.clock.now() + DUE_IN;
  await ground.killInClaim(due);
  await untilQuiet(ground, ids);
  // Nothing is in anybody's hands but in those of the dead: what goes from now on is claimed anew.
  await pool.query(`update depot set sender = 'Another' where id = any($1)`, [ids]);
  for (const one of depots) await one.changeAll(await ground.staffAtWorker());
  for (let n = 0; n < MOST_TRIES; n++) {
    const next = await untilQuiet(ground, ids);
    // An end that never comes is far away.
    if (next === null || !Number.isFinite(next)) break;
    await ground.advanceTo(next);
  }
  await ground.advanceTo(ground.now() + 2 * MINUTE);
  const staff = await ground.staffAtWorker();
  const played: Played[] = [];
  for (const { options, depot, stops, lies } of depots) {
    const { rows } = await pool.query<Row>(
      `select message.id, issue.delivery, message.state, message.kind from message
       join issue on issue.depot = message.depot and issue.id = message.issue
       where message.depot = $1 and message.kind = 'code'`,
      [depot],
    );
    const { body } = await staff('GET', `/v1/messages?failed=true&depot=${depot}`);
    const listed = new Set<string>(body.messages.map((one: { delivery: string }) => one.delivery));
    const result = { lost: 0, duplicated: 0, false_accepts: 0, undetected: 0 };
    const notes: string[] = [];
    judgeMessages({ stops, rows, taken: gateway.taken, lies, listed }, (kind, what) => {
      result[kind]++;
      notes.push(what);
    });
    const own = new Set(rows.map(({ id }) => id));
    const taken = gateway.taken.filter(({ id }) => own.has(id)).length;
    const killed = [...own].filter((id) => gateway.killed.has(id)).length;
    played.push({ ...result, seed: options.seed, taken, killed, notes });
  }
  return played;
};
