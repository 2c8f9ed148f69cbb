import { setTimeout as wait } from 'node:timers/promises';
import type { PostgresServer } from '../../central/src/testing/postgres-server.ts';
import { within } from '../support/within.ts';
import type { Handheld } from './handheld.ts';
import type { Stage } from './stage.ts';
import { befall, type Trouble } from './troubles.ts';

/** What one run came to. */
export type Played = {
  lost: number;
  duplicated: number;
  undetected: number;
  crashes: number;
  /** Some could not be handed in any more: what is played after it would only wait. */
  isStuck: boolean;
  readonly notes: string[];
};

/** What is not acknowledged by then needs a person. */
const PATIENCE_MS = 90_000;
/** The longest that is waited for more to be acknowledged, where nothing may be. */
const WATCH_MS = 1_500;

type Row = { readonly sequence: number };

const storedOf = async (server: PostgresServer, { id }: Handheld): Promise<readonly number[]> => {
  const rows = await server.query<Row>(
    `select sequence::int as sequence from entry where terminal = '${id}' order by sequence`,
  );
  return rows.map(({ sequence }) => sequence);
};

/** How many of the first entries of a log a database does not have. */
const missing = (stored: readonly number[], upTo: number): number => {
  const all = new Set(stored);
  let gone = 0;
  for (let n = 1; n <= upTo; n++) if (!all.has(n)) gone++;
  return gone;
};

/** Lets one trouble befall the stage while all its terminals work, and looks what came of it. */
export const playTrouble = async (
  stage: Stage,
  trouble: Trouble,
  random: () => number,
): Promise<Played> => {
  const played: Played = {
    lost: 0,
    duplicated: 0,
    undetected: 0,
    crashes: 0,
    isStuck: false,
    notes: [],
  };
  const { handhelds } = stage;
  const endedBefore = stage.ended();
  const strangeBefore = handhelds.map(({ strange }) => strange.length);
  const sum = (): number => handhelds.reduce((all, one) => all + one.acknowledged(), 0);
  const acknowledged = async (more: number): Promise<void> => {
    const goal = sum() + more;
    for (const end = Date.now() + WATCH_MS; sum() < goal && Date.now() < end; ) await wait(10);
  };
  const look = async (server: PostgresServer): Promise<void> => {
    // Nobody is led to it yet: what its terminals were told until now must be in it.
    for (const one of handhelds) {
      const gone = missing(await storedOf(server, one), one.acknowledged());
      played.lost += gone;
      if (gone > 0) played.notes.push(`${trouble}: ${gone} acknowledged entries are gone`);
    }
  };

  const working = new AbortController();
  const works = Promise.all(handhelds.map((one) => one.work(working.signal)));
  try {
    await acknowledged(handhelds.length);
    await within(trouble, befall(trouble, { stage, random, look, acknowledged }));
    await acknowledged(handhelds.length);
  } finally {
    working.abort();
  }
  await within(`${trouble}: what the terminals ask`, works);

  const patience = AbortSignal.timeout(PATIENCE_MS);
  await within(
    `${trouble}: what they hand in after it`,
    Promise.all(handhelds.map((one) => one.handInAll(patience))),
  );
  for (const [n, one] of handhelds.entries()) {
    const stored = await storedOf(stage.pair.primary(), one);
    const gone = missing(stored, one.log.length);
    if (patience.aborted && gone > 0) {
      played.crashes++;
      played.isStuck = true;
      played.notes.push(`${trouble}: ${gone} entries cannot be handed in`);
    } else if (gone > 0) {
      played.lost += gone;
      played.notes.push(`${trouble}: ${gone} entries are not there`);
    }
    played.duplicated += stored.length - new Set(stored).size;
    for (const answer of one.strange.slice(strangeBefore[n])) {
      played.crashes++;
      played.notes.push(`${trouble}: ${answer}`);
    }
  }
  const findings = await stage.findings();
  if (findings.length > 0) {
    played.undetected += findings.length;
    played.notes.push(`${trouble}: findings ${[...new Set(findings)].join(', ')}`);
  }
  const ended = stage.ended() - endedBefore;
  played.crashes += ended;
  if (ended > 0) played.notes.push(`${trouble}: ${ended} processes of central have ended`);
  return played;
};
