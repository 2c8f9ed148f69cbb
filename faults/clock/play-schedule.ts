import { rmSync } from 'node:fs';
import {
  type CampaignCentral,
  startCampaignCentral,
} from '../../central/src/testing/campaign-central.ts';
import { settingsOf } from '../../central/src/testing/test-depot.ts';
import type { Clock } from '../../electron/app/ports/clock.ts';
import type { Stop } from '../../electron/app/ports/store.ts';
import type { Reach } from '../../electron/central-client/reach.ts';
import { allStops } from '../../electron/testing/all-stops.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { PATHS } from '../../shared/protocol/api/terminal.ts';
import type { Instant, Sequence } from '../../shared/protocol/ids.ts';
import { makeMemoryFolder } from '../support/memory-folder.ts';
import { makeMemoryKeychain } from '../support/memory-keychain.ts';
import { clientFor, straightInto } from '../support/reach-central.ts';
import { type OpenTerminal, openTerminal } from '../support/terminal.ts';
import { type Judged, judgeByPage, type Knowledge, knowsTrueTime, type Now } from './model.ts';
import type { Event, Schedule } from './schedule.ts';

export type Played = {
  readonly scans: number;
  readonly accepted: number;
  /** Accepted outside of true validity where only the wall clock was left to ask. */
  readonly fooled: number;
  readonly falseAccepts: number;
  readonly undetected: number;
  readonly notes: readonly string[];
};

/** Stands between the terminal and its clocks: the control takes the boot clock away. */
export type Tamper = (clock: Clock) => Clock;
const asItIs: Tamper = (clock) => clock;

const REFUSED: Readonly<Record<string, true>> = {
  'already-used': true,
  'lease-ended': true,
  'clock-untrusted': true,
  'not-yet-valid': true,
  expired: true,
};

class World {
  truth: number;
  offset = 0;
  boot = { id: 'boot-0', at: 0 };
  known: Knowledge = { told: null, newest: null };
  seen = 0;
  readonly used = new Set<number>();
  constructor(start: number) {
    this.truth = start;
    this.boot.at = start - 60_000;
  }
  get wall(): number {
    return Math.max(946_684_800_000, this.truth + this.offset);
  }
  get now(): Now {
    return { truth: this.truth, wall: this.wall, boot: this.boot.id };
  }
  readonly clock: Clock = {
    wall: () => this.wall as Instant,
    boot: () => ({ bootId: this.boot.id, elapsedMs: this.truth - this.boot.at }),
  };
}

/** Central, and whose true time it goes by. */
export type Ground = Omit<CampaignCentral, 'stop'> & {
  readonly follow: (world: { readonly truth: number }) => void;
  readonly stop: () => Promise<void>;
};

/** The real central of all schedules: it goes by the true time of the one that is played. */
export const startGround = async (start: number): Promise<Ground> => {
  let world: { readonly truth: number } = { truth: start };
  const central = await startCampaignCentral({ now: () => world.truth as Instant });
  return {
    ...central,
    follow: (next) => {
      world = next;
    },
  };
};

/**
 * Plays a schedule on the real use-cases, store and central, with the page beside them. `falseAccepts`: a
 * code was accepted where the page refuses it. `undetected`: another verdict than the page's, time
 * that ran back, or a wall clock's word that was given out as central's.
 */
export const playSchedule = async (
  { central, newDepot, follow }: Ground,
  schedule: Schedule,
  tamper: Tamper = asItIs,
): Promise<Played> => {
  const world = new World(schedule.start);
  follow(world);
  const depot = await newDepot(settingsOf(schedule.policy));
  const stops: Stop[] = [];
  const tally = { scans: 0, accepted: 0, fooled: 0, falseAccepts: 0, undetected: 0 };
  const notes: string[] = [];
  let delays = { there: 0, back: 0 };
  const send = straightInto(central);
  let told = world.truth;
  /** The question for the time takes its time, there and back, each time that it is asked. */
  const reach: Reach = async (url, asked) => {
    if (new URL(url).pathname !== PATHS.time) return send(url, asked);
    world.truth += delays.there;
    told = world.truth;
    const answer = await send(url, asked);
    world.truth += delays.back;
    return answer;
  };
  const folder = makeMemoryFolder('clock');
  const options = {
    home: { folder, profile: 'clock' },
    keychain: makeMemoryKeychain(),
    clock: tamper(world.clock),
    central: clientFor(world.clock, reach),
  };
  const open = async (): Promise<OpenTerminal> => {
    const opened = await openTerminal(options);
    if (!opened.ok) throw new Error(`an honest start was refused: ${opened.error}`);
    return opened.value;
  };
  /** Reads what was written, and learns from it what the terminal now has seen. */
  const readLog = (terminal: OpenTerminal, most = 1_000): void => {
    for (const { entry } of terminal.store.entriesAfter(world.seen as Sequence, most)) {
      const { at, trust } = entry.time;
      const { newest } = world.known;
      if (newest !== null && at < newest && entry.content.kind !== 'clock') {
        tally.undetected++;
        notes.push(`entry ${entry.sequence} is ${newest - at} ms older than what is in the log`);
      }
      if (trust === 'central' && !knowsTrueTime(world.known, world.now)) {
        tally.undetected++;
        notes.push(`entry ${entry.sequence} gives the wall clock out as central's time`);
      }
      // Whatever the terminal took the time to be before: from here on it is what central told.
      const isClock = entry.content.kind === 'clock';
      world.known = {
        ...world.known,
        newest: isClock ? (world.known.told?.central ?? null) : Math.max(newest ?? 0, at),
      };
      world.seen = entry.sequence;
    }
  };
  /** What a docking that began then has told it. */
  const learnTime = (asked: number): void => {
    // The boot clock was read before asking: the answer's way there is what it runs ahead by. Where
    // the wall clock is wrong central has it asked twice, which is on that way.
    const ahead = told - asked;
    world.known = { told: { central: told, ahead, boot: world.boot.id }, newest: told };
  };
  const dock = async (terminal: OpenTerminal, event: Event & { type: 'dock' }): Promise<void> => {
    delays = event;
    readLog(terminal);
    const asked = world.truth;
    const docked = await terminal.dock();
    if (!docked.ok) throw new Error(`the dock failed: ${docked.error}`);
    learnTime(asked);
    if (stops.length === 0) {
      stops.push(...allStops(terminal.store));
      // Central sends no code that is over: the customers are told theirs now.
      for (const stop of stops) await depot.codeOf(stop);
    }
    readLog(terminal);
  };
  const scan = async (terminal: OpenTerminal, position: number): Promise<void> => {
    tally.scans++;
    const known = stops[position - 1];
    // What was handed over and handed in is erased; the customer's QR is known all the same.
    const stop = known === undefined ? null : (terminal.store.stop(known.delivery) ?? known);
    const validity = schedule.stops[position - 1];
    if (stop === null || validity === undefined) throw new Error(`no stop ${position}`);
    const used = world.used.has(position);
    const expected = judgeByPage(world.known, world.now, schedule.policy, validity, used);
    // The same QR sooner is the same event.
    if (terminal.store.stop(stop.delivery) === null) world.truth += 11_000;
    const verdict = await terminal.show(stop, await depot.codeOf(stop));
    if (!verdict.ok) throw new Error(`no verdict: ${verdict.error}`);
    const { value } = verdict;
    const found: string = value.result === 'accepted' ? 'accepted' : value.reason;
    if (found !== expected) complain(position, found, expected, validity);
    if (found === 'accepted') {
      tally.accepted++;
      world.used.add(position);
      const { truth } = world;
      const isValid = truth >= validity.notBefore && truth < validity.notAfter;
      // What a docking and a boot clock cannot tell by: the time that the request took.
      const blur = knowsTrueTime(world.known, world.now) ? (world.known.told?.ahead ?? 0) : 0;
      const isNear = truth + blur >= validity.notBefore && truth < validity.notAfter;
      if (!isValid && !isNear) {
        if (knowsTrueTime(world.known, world.now)) {
          tally.falseAccepts++;
          notes.push(`stop ${position} was accepted outside of its validity by true time`);
        } else {
          tally.fooled++;
        }
      }
    }
    readLog(terminal);
  };
  const complain = (
    position: number,
    found: string,
    expected: Judged,
    validity: Schedule['stops'][number],
  ): void => {
    if (found === 'accepted') tally.falseAccepts++;
    else tally.undetected++;
    const { truth, wall } = world;
    const { notBefore, notAfter } = validity;
    const at = `${truth - notBefore} ms after its begin, ${truth - notAfter} after its end`;
    const known = REFUSED[found] || found === 'accepted' ? '' : ' (unknown)';
    notes.push(
      `stop ${position}, ${at}, wall clock off by ${wall - truth} ms: ${found}${known}, not ${expected}`,
    );
  };

  const zone = process.env['TZ'];
  let terminal = await open();
  try {
    const asked = world.truth;
    const enrolled = await terminal.enrol(await depot.newEnrolmentCode());
    readLog(terminal, 1);
    learnTime(asked);
    readLog(terminal);
    const id = terminal.store.terminal()?.grant.terminal;
    if (!enrolled.ok || id === undefined)
      throw new Error(`not enrolled: ${JSON.stringify(enrolled)}`);
    await depot.giveStops(
      id,
      schedule.stops.map((valid) => ({ valid })),
    );
    for (const event of schedule.events) {
      switch (event.type) {
        case 'pass':
        case 'sleep':
          world.truth += event.ms;
          break;
        case 'turn':
          world.offset = event.offset;
          break;
        case 'reboot':
          world.boot = { id: `boot-${world.truth}`, at: world.truth };
          await terminal.close();
          terminal = await open();
          readLog(terminal);
          break;
        case 'restart':
          await terminal.close();
          terminal = await open();
          readLog(terminal);
          break;
        case 'zone':
          process.env['TZ'] = event.name;
          break;
        case 'dock':
          await dock(terminal, event);
          break;
        case 'scan':
          await scan(terminal, event.stop);
          break;
        default:
          return assertNever(event);
      }
    }
  } finally {
    await terminal.close();
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    rmSync(folder, { recursive: true, force: true });
  }
  return { ...tally, notes };
};
