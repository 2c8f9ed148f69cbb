import type { TestCentral } from '../../central/src/testing/test-central.ts';
import { allStops } from '../../electron/testing/all-stops.ts';
import type { DeliveryId, DepotId, Hash, TerminalId } from '../../shared/protocol/ids.ts';
import { hashEntry } from '../../shared/protocol/log/chain.ts';
import { type SignedEntry, signedEntry } from '../../shared/protocol/log/entry.ts';
import type { Handheld } from './handheld.ts';

export type Wrong = {
  readonly kind: 'lost' | 'duplicated' | 'false_accepts' | 'undetected';
  readonly what: string;
};

type Office = Pick<TestCentral, 'ports'>;
type StoredRow = { readonly hash: Hash; readonly entry: unknown; readonly signature: string };
type Counted = {
  readonly delivery: DeliveryId;
  readonly terminal: TerminalId;
  readonly sequence: number;
};
type Finding = {
  readonly terminal: TerminalId;
  readonly sequence: number;
  readonly code: string;
};

/** What a person may have to look at where two terminals had one delivery. */
const OF_A_RACE: ReadonlySet<string> = new Set(['second-hand-over', 'after-withdrawal']);

/** Whether central has everything that a terminal has signed, as it was signed and in that order. */
const judgeLog = (signed: readonly SignedEntry[], stored: readonly StoredRow[]): Wrong[] => {
  const wrongs: Wrong[] = [];
  for (const [n, { entry, signature }] of signed.entries()) {
    const row = stored[n];
    if (row === undefined) {
      wrongs.push({ kind: 'lost', what: `entry ${n + 1} of ${signed.length} is not at central` });
      continue;
    }
    const there = signedEntry.safeParse({ entry: row.entry, signature: row.signature });
    const isSame =
      there.success &&
      row.hash === hashEntry(entry) &&
      hashEntry(there.data.entry) === row.hash &&
      row.signature === signature;
    if (!isSame) wrongs.push({ kind: 'undetected', what: `entry ${n + 1} is another at central` });
  }
  if (stored.length > signed.length) {
    wrongs.push({ kind: 'duplicated', what: `central has ${stored.length}, not ${signed.length}` });
  }
  return wrongs;
};

/** Whether each delivery that was handed over counts once, and every other hand-over is a finding. */
const judgeHandOvers = (
  signed: readonly SignedEntry[],
  counted: readonly Counted[],
  findings: readonly Finding[],
): Wrong[] => {
  const wrongs: Wrong[] = [];
  const byDelivery = new Map<DeliveryId, SignedEntry['entry'][]>();
  for (const { entry } of signed) {
    if (entry.content.kind !== 'hand-over') continue;
    const { delivery } = entry.content;
    byDelivery.set(delivery, [...(byDelivery.get(delivery) ?? []), entry]);
  }
  const isOf = ({ terminal, sequence }: Counted | Finding, entry: SignedEntry['entry']): boolean =>
    terminal === entry.terminal && sequence === entry.sequence;
  for (const [delivery, entries] of byDelivery) {
    const rows = counted.filter((one) => one.delivery === delivery);
    const isKnown = rows.length === 1 && entries.some((entry) => isOf(rows[0] as Counted, entry));
    if (!isKnown) wrongs.push({ kind: 'lost', what: `a hand-over counts ${rows.length} times` });
    const seconds = entries.filter((entry) =>
      findings.some((one) => one.code === 'second-hand-over' && isOf(one, entry)),
    );
    if (seconds.length < entries.length - 1) {
      wrongs.push({ kind: 'duplicated', what: `of ${entries.length} none is found to be second` });
    }
    if (seconds.length >= entries.length) {
      wrongs.push({ kind: 'lost', what: 'all hand-overs of a delivery are found to be second' });
    }
  }
  if (counted.some(({ delivery }) => !byDelivery.has(delivery))) {
    wrongs.push({ kind: 'false_accepts', what: 'a hand-over counts that nobody has signed' });
  }
  const raced = [...byDelivery.values()].flat();
  for (const one of findings) {
    const isExplained = OF_A_RACE.has(one.code) && raced.some((entry) => isOf(one, entry));
    if (!isExplained) wrongs.push({ kind: 'undetected', what: `central found: ${one.code}` });
  }
  return wrongs;
};

/** Whether a terminal has what central gave it, and nothing else, and nothing waits there. */
const judgeTerminal = async (
  { ports: { pool } }: Office,
  depot: DepotId,
  handheld: Handheld,
): Promise<Wrong[]> => {
  const { store } = handheld.terminal();
  const { rows } = await pool.query<{ delivery: DeliveryId; epoch: number }>(
    `select issue.delivery, issue.epoch from issue
       join delivery on delivery.depot = issue.depot and delivery.id = issue.delivery
     where issue.depot = $1 and issue.terminal = $2 and issue.state = 'active'
       and delivery.status = 'open'`,
    [depot, handheld.id()],
  );
  const given = rows.map(({ delivery, epoch }) => `${delivery} ${epoch}`).sort();
  const has = allStops(store)
    .filter(({ acceptance, withdrawn }) => acceptance === null && !withdrawn)
    .map(({ delivery, epoch }) => `${delivery} ${epoch}`)
    .sort();
  const wrongs: Wrong[] = [];
  if (given.join() !== has.join()) {
    wrongs.push({ kind: 'lost', what: `a terminal has ${has.length} stops, not ${given.length}` });
  }
  const waits = store.waiting().entries;
  if (waits > 0) wrongs.push({ kind: 'lost', what: `${waits} entries still wait` });
  return wrongs;
};

/** Holds what central has of a depot against what its terminals have signed. */
export const judge = async (
  office: Office,
  depot: DepotId,
  handhelds: readonly Handheld[],
): Promise<Wrong[]> => {
  const { pool } = office.ports;
  const wrongs: Wrong[] = [];
  for (const handheld of handhelds) {
    const { rows } = await pool.query<StoredRow>(
      `select hash, entry, signature from entry where depot = $1 and terminal = $2
       order by sequence`,
      [depot, handheld.id()],
    );
    wrongs.push(...judgeLog(handheld.signed(), rows));
    wrongs.push(...(await judgeTerminal(office, depot, handheld)));
  }
  const counted = await pool.query<Counted>(
    'select delivery, terminal, sequence from hand_over where depot = $1',
    [depot],
  );
  const findings = await pool.query<Finding>(
    'select terminal, sequence, code from finding where depot = $1',
    [depot],
  );
  const signed = handhelds.flatMap((one) => one.signed());
  wrongs.push(...judgeHandOvers(signed, counted.rows, findings.rows));
  return wrongs;
};

/** How many of a terminal's entries central has. */
export const countStored = async (
  { ports: { pool } }: Office,
  terminal: TerminalId,
): Promise<number> => {
  const { rows } = await pool.query<{ n: number }>(
    `select count(*) as n from entry join terminal on terminal.depot = entry.depot
       and terminal.id = entry.terminal where terminal.id = $1`,
    [terminal],
  );
  return rows[0]?.n ?? 0;
};
