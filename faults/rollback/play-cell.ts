import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { allStops } from '../../electron/testing/all-stops.ts';
import type { DeliveryId, TerminalId } from '../../shared/protocol/ids.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { Home } from '../support/terminal.ts';
import { type Dump, differences, dump } from './dump.ts';
import { type Image, putImage, takeImage, withOldPages } from './image.ts';
import { begin, type Ground, open, play, show } from './life.ts';
import { actsAfter, type Cell, nameOf, STOPS, UNTIL } from './matrix.ts';
import { ELSEWHERE, playElsewhere } from './other-machine.ts';
import { playTwins } from './twins.ts';

export type CellOutcome = {
  readonly restores: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly falseAccepts: number;
  readonly undetected: number;
  readonly crashes: number;
  readonly notes: readonly string[];
};

type Tally = { -readonly [K in keyof Omit<CellOutcome, 'notes'>]: number } & { notes: string[] };

/** What may be said of a store that is not what the keychain vouches for. */
const NOTICED: readonly ProblemCode[] = [
  'store-rolled-back',
  'store-damaged',
  'store-wrong-key',
  'store-missing',
  'keychain-item-corrupt',
];

type Copies = {
  /** As a power cut leaves it, and as closing does. */
  readonly live: Image;
  readonly closed: Image;
};

type Restored = { readonly what: string; readonly image: Image };

/** The states to put back with the anchor as it is now, made of an older one and of the present. */
const restoresOf = (kind: Cell['kind'], older: Copies, newer: Copies): Restored[] => {
  const { live, closed } = newer;
  switch (kind) {
    case 'database':
      return [
        { what: 'the closed database', image: { ...closed, database: older.closed.database } },
        {
          what: 'the database beside the newest WAL',
          image: { ...live, database: older.live.database },
        },
      ];
    case 'wal':
      return [
        { what: 'the WAL', image: { ...live, wal: older.live.wal } },
        {
          what: 'the WAL beside the newest database',
          image: { ...closed, wal: older.live.wal },
        },
      ];
    case 'database-and-wal': {
      const { database, wal } = older.live;
      return [{ what: 'database and WAL', image: { ...live, database, wal } }];
    }
    case 'page':
      return withOldPages(
        older.closed.database ?? Buffer.alloc(0),
        closed.database ?? Buffer.alloc(0),
      ).map(({ page, bytes }) => ({ what: `page ${page}`, image: { ...closed, database: bytes } }));
    default:
      return [];
  }
};

/** Opens what was put back with the keychain's anchor in its place: it must be noticed. */
const tryRestored = async (
  ground: Ground,
  home: Home,
  before: Dump,
  { what, image }: Restored,
  tally: Tally,
): Promise<void> => {
  tally.restores++;
  await putImage(home, ground.keychain, image);
  const opened = await open(ground, home);
  if (!opened.ok) {
    if (!NOTICED.includes(opened.error)) tally.notes.push(`${what}: said to be ${opened.error}`);
    return;
  }
  const terminal = opened.value;
  try {
    const found = differences(before, dump(terminal.store));
    if (found.length === 0) return;
    tally.undetected++;
    tally.notes.push(`${what} was not noticed; older: ${found.join(', ')}`);
    for (const { position, acceptance } of before.stops) {
      const isKnown = allStops(terminal.store).some((stop) => stop.position === position);
      if (acceptance === null || !isKnown) continue;
      const again = await show(ground, terminal, position);
      if (!again.ok || again.value.result !== 'accepted') continue;
      tally.duplicated++;
      tally.notes.push(`${what}: stop ${position} was accepted a second time`);
    }
  } catch (error) {
    // Damage that shows only when it is read blocks the app as well.
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('SQLITE_') && !(error instanceof Error && error.name === 'ZodError')) {
      throw error;
    }
  } finally {
    await terminal.close();
  }
};

/** What central holds must be one counted, proved hand-over a delivery, and every fork a finding. */
const checkCentral = async (
  { depot }: Ground,
  terminal: TerminalId,
  forked: boolean,
  tally: Tally,
): Promise<void> => {
  const { handOvers, findings } = await depot.judgement(terminal);
  const counted = new Set<DeliveryId>();
  for (const { delivery, counted: counts, proved } of handOvers) {
    if (!counts) continue;
    if (counted.has(delivery)) tally.duplicated++;
    if (!proved) tally.falseAccepts++;
    counted.add(delivery);
  }
  const found = findings.some((code) => /forked|second-hand-over|broken-chain|gap/.test(code));
  if (!forked || found) return;
  tally.undetected++;
  tally.notes.push('central did not find the fork');
};

const copyHome = async (ground: Ground, folder: string, image: Image): Promise<Home> => {
  const home = { folder: path.join(folder, 'copy'), profile: `${path.basename(folder)}-copy` };
  mkdirSync(home.folder, { recursive: true });
  await putImage(home, ground.keychain, image);
  return home;
};

/** Plays on from an old state of store and keychain together: the terminal cannot know. */
const goOn = async (
  ground: Ground,
  home: Home,
  cell: Cell,
  isForked: boolean,
  tally: Tally,
): Promise<void> => {
  const opened = await open(ground, home);
  if (!opened.ok) throw new Error(`an old state that is whole was refused: ${opened.error}`);
  const terminal = opened.value;
  try {
    const id = terminal.store.terminal()?.grant.terminal;
    if (id === undefined) throw new Error('the terminal is not enrolled');
    if (cell.point === 'start') await terminal.dock();
    // The same customer's code once more, where it was shown already. A copy without a route gets
    // none if its log has forked: central's receipt is not for its log. What is over leaves it.
    if (allStops(terminal.store).some((stop) => stop.position === 3)) {
      const again = await show(ground, terminal, 3);
      if (!again.ok) throw new Error(`no verdict: ${again.error}`);
    }
    await terminal.dock();
    await checkCentral(ground, id, isForked, tally);
  } finally {
    await terminal.close();
  }
};

const handsIn = (cell: Cell): boolean => cell.later === 'dock' || cell.later === 'several';

/** Plays one cell from enrolment to its end. */
export const playCell = async (ground: Ground, cell: Cell, n: number): Promise<CellOutcome> => {
  const tally: Tally = {
    restores: 0,
    lost: 0,
    duplicated: 0,
    falseAccepts: 0,
    undetected: 0,
    crashes: 0,
    notes: [],
  };
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-rollback-'));
  const home = { folder: path.join(folder, 'home'), profile: path.basename(folder) };
  const { keychain } = ground;
  const mustOpen = async () => {
    const opened = await open(ground, home);
    if (!opened.ok) throw new Error(`an honest start was refused: ${opened.error}`);
    return opened.value;
  };
  /** Both states of this moment; the terminal goes on as after a restart. */
  const copy = async (terminal: Awaited<ReturnType<typeof mustOpen>>): Promise<Copies> => {
    const live = await takeImage(home, keychain);
    await terminal.close();
    return { live, closed: await takeImage(home, keychain) };
  };
  try {
    const first = await mustOpen();
    const id = await begin(ground, first, STOPS);
    await play(ground, first, UNTIL[cell.point]);
    const older = await copy(first);
    // For a WAL that grew on, the same life goes on from what a power cut would have left.
    await putImage(home, keychain, cell.kind === 'page' ? older.closed : older.live);
    const second = await mustOpen();
    await play(ground, second, actsAfter(cell));
    const before = dump(second.store);
    const newer = await copy(second);

    for (const restored of restoresOf(cell.kind, older, newer)) {
      try {
        await tryRestored(ground, home, before, restored, tally);
      } catch (error) {
        tally.crashes++;
        tally.notes.push(`${restored.what}: ${error instanceof Error ? error.stack : ''}`);
      }
    }
    if (cell.kind === 'database-and-anchor' || cell.kind === 'profile') {
      tally.restores++;
      const { database, wal, anchor, keys } = older.live;
      const image = cell.kind === 'profile' ? older.live : { ...newer.live, database, wal, anchor };
      await putImage(home, keychain, { ...image, keys });
      await goOn(ground, home, cell, handsIn(cell), tally);
    }
    if (cell.kind === 'fork') {
      tally.restores++;
      const third = await mustOpen();
      await third.dock();
      await third.close();
      const twin = await copyHome(ground, folder, older.live);
      await goOn(ground, twin, cell, true, tally);
    }
    if (cell.kind === 'twins') {
      tally.restores++;
      await putImage(home, keychain, newer.closed);
      const { first, second, nextStart } = await playTwins(ground, home, 2);
      if (second === 'accepted') tally.duplicated++;
      const found = second === 'store-rolled-back' && nextStart === 'store-rolled-back';
      if (first !== 'accepted' || !found) {
        tally.undetected++;
        tally.notes.push(`twins: ${first}, then ${second}, at the next start ${nextStart}`);
      }
    }
    if (cell.kind === 'other-machine') {
      tally.restores++;
      await putImage(home, keychain, newer.closed);
      const said = await playElsewhere(ground, home, 2, ELSEWHERE);
      if (said !== 'keys-of-another-machine') {
        tally.undetected++;
        tally.notes.push(`on another machine: ${said}`);
      }
      // Where it is at home it goes on as if nothing had been.
      await goOn(ground, home, cell, false, tally);
    }
    if (cell.kind === 'anchor') {
      tally.restores++;
      await putImage(home, keychain, { ...newer.closed, anchor: older.closed.anchor });
      const third = await mustOpen();
      const differ = differences(before, dump(third.store));
      await third.close();
      if (differ.length > 0) {
        tally.lost++;
        tally.notes.push(`a forgotten head: ${differ.join(', ')}`);
      }
      await goOn(ground, home, cell, false, tally);
    }
    if (tally.restores === 0) await checkCentral(ground, id, false, tally);
  } catch (error) {
    tally.crashes++;
    tally.notes.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { ...tally, notes: tally.notes.map((note) => `${n}: ${nameOf(cell)}: ${note}`) };
};
