import type { Argon2id } from '../../shared/protocol/crypto/argon2id.ts';
import {
  type Agreement,
  pepperOf,
  type Signer,
  verifySignature,
} from '../../shared/protocol/crypto/keys.ts';
import type { RouteId } from '../../shared/protocol/ids.ts';
import type { Verdict } from '../../shared/protocol/verdict.ts';
import { err } from '../../shared/result.ts';
import { stopOnScreen } from '../../shared/terminal/door/door-state.ts';
import type { ClockReading } from './clock/read-clock.ts';
import { makeClockWatch } from './clock/watch-clock.ts';
import { LOOK_EVERY_MS, makeQuietDock } from './dock/dock-quietly.ts';
import { deliveriesOf, eraseOver, forgetDetails, type Today } from './dock/erase-over.ts';
import { makeForgetDays } from './dock/forget-days.ts';
import { type Dock, makeDock } from './dock/run-dock.ts';
import { makeUpdates, type UpdateSource, type Updates } from './dock/run-updates.ts';
import { makeDepotWatch } from './dock/watch-depot.ts';
import type { ShownRoutes } from './door/current-route.ts';
import { type Door, makeDoor } from './door/run-door.ts';
import type { ScanPrint } from './door/same-event.ts';
import { makeVerifyScan } from './door/verify-scan.ts';
import { type LogWriter, makeLogWriter } from './log/write-log.ts';
import { driverNow } from './people/driver-now.ts';
import { makeSignIn, type SignIn } from './people/sign-in.ts';
import type { Central, TerminalRecord } from './ports/central.ts';
import type { Clock } from './ports/clock.ts';
import type { Diagnostics } from './ports/diagnostics.ts';
import type { AnchorKeeper } from './ports/keychain.ts';
import type { Store } from './ports/store.ts';
import type { Trust } from './trust-store.ts';

/** What there is once the terminal is enrolled. */
export type Enrolled = {
  readonly log: LogWriter;
  readonly door: Door;
  readonly dock: Dock;
  readonly updates: Updates | null;
  readonly signIn: SignIn;
  readonly watchClock: () => void;
  readonly stop: () => void;
};

/** What an enrolled terminal works with. */
export type EquipPorts = {
  readonly store: Store;
  readonly anchors: AnchorKeeper;
  readonly central: Central;
  readonly clock: Clock;
  readonly signer: Signer;
  readonly agreement: Agreement;
  readonly argon2id: Argon2id;
  /** In [0, 1), for what needs no secret randomness. */
  readonly random: () => number;
  /** Cryptographic randomness. */
  readonly randomBytes: (length: number) => Uint8Array;
  readonly diagnostics: Diagnostics;
  /** Whether the operating system has a network at all. */
  readonly isOnline: () => boolean;
  /** Where updates come from; null: a build that takes none. */
  readonly updates: UpdateSource | null;
  readonly changed: () => void;
};

type Parts = EquipPorts & {
  readonly trust: Trust;
  readonly readClock: () => ClockReading;
  readonly printOf: (bytes: Uint8Array) => ScanPrint;
  readonly today: () => Today;
  readonly routes: () => ShownRoutes;
  /** Whether IT is at work on the screen. */
  readonly isItAtWork: () => boolean;
  /** A stop of this route is on the screen. */
  readonly atStop: (route: RouteId) => void;
  /** The manifest is up to date, by a docking that the driver sees. */
  readonly pulled: () => void;
};

/** For so long an acceptance of one's own, shown once more, is nothing to be alarmed by. */
const JUST_NOW_MS = 5 * 60_000;

/** The one place where an entry waits until the store is trusted, and a twin is met. */
const guardLog = (writer: LogWriter, trust: Trust): LogWriter => ({
  append: async (...entry) => {
    await trust.checked;
    if (!trust.isTrusted()) return err(trust.failure() ?? 'store-rolled-back');
    const written = await writer.append(...entry);
    if (!written.ok && written.error === 'store-rolled-back') await trust.meetTwin();
    return written;
  },
  expectEntry: () => {
    if (trust.isTrusted()) writer.expectEntry();
  },
  settled: writer.settled,
});

/** Equips an enrolled terminal: its log, the door, the dock, sign-in and updates. */
export const equip = (parts: Parts, { grant }: TerminalRecord): Enrolled => {
  const { store, anchors, central, clock, signer, argon2id, diagnostics, changed } = parts;
  const { trust, readClock, routes } = parts;
  const readTime = () => readClock().now;
  const identity = () => ({
    terminal: grant.terminal,
    driver: driverNow(store, routes().current),
  });
  const { randomBytes } = parts;
  const writer = makeLogWriter({ store, anchors, signer, readTime, randomBytes, identity });
  const log = guardLog(writer, trust);
  const pepper = pepperOf(parts.agreement.sharedSecret(grant.depotAgreementKey), grant.terminal);
  const verify = makeVerifyScan({ store, log, pepper, argon2id, randomBytes, readClock });
  const watchClock = makeClockWatch({ log, clock, readClock }, trust.fail);
  const signIn = makeSignIn({ store, log, argon2id, readClock, changed, failed: trust.fail });
  const isJustNow = (verdict: Verdict): boolean =>
    verdict.result === 'refused' &&
    verdict.reason === 'already-used' &&
    verdict.at !== null &&
    verdict.by === driverNow(store, routes().current) &&
    readTime().at - verdict.at < JUST_NOW_MS;
  /** The list goes with the driver, to whichever route's stop was opened. */
  const followStop = (from: Door): void => {
    const at = stopOnScreen(from.state());
    const route = (at === null ? null : store.stop(at)?.route) ?? null;
    if (route !== null) parts.atStop(route);
  };
  /** Null while it is made: a door that a crash has left open is open again from the first. */
  let opened: Door | null = null;
  const door = makeDoor({
    store,
    verify,
    elapsed: () => clock.boot().elapsedMs,
    printOf: parts.printOf,
    isJustNow,
    mayWrite: trust.isTrusted,
    changed: () => {
      if (opened !== null) followStop(opened);
      changed();
    },
    failed: trust.fail,
  });
  opened = door;
  followStop(door);
  const source = parts.updates;
  const mayFetch = (): boolean =>
    dock.state().phase === 'done' &&
    store.waiting().entries === 0 &&
    door.state().at.name === 'route';
  const updates =
    source &&
    makeUpdates({ source, store, verify: verifySignature, mayFetch, diagnostics, changed });
  const dock: Dock = makeDock({
    ...{ store, log, central, clock, readTime, random: parts.random, diagnostics, changed },
    pulled: async (quietly) => {
      door.pulled();
      const done = await signIn.afterPull(quietly);
      // On the road nothing changes for the driver.
      if (!done.ok || quietly) return done;
      parts.pulled();
      const at = stopOnScreen(door.state());
      const found = deliveriesOf(store, dock.findings());
      return eraseOver(store, log, parts.today(), at === null ? found : [...found, at]);
    },
    done: () => void updates?.check(),
    quietlyOver: (done) => quiet.over(done),
    stopped: trust.halt,
  });
  const mayDock = (): boolean =>
    trust.isTrusted() && trust.failure() === null && !parts.isItAtWork();
  const quiet = makeQuietDock({ store, dock, clock, isOnline: parts.isOnline, mayDock });
  const { look: watchDepot } = makeDepotWatch({
    ...{ store, dock, central, clock, isOnline: parts.isOnline, mayDock },
    now: () => readTime().at,
  });
  const { look: forgetDays } = makeForgetDays({
    today: parts.today,
    mayForget: () => mayDock() && dock.state().phase === 'idle' && door.state().at.name === 'route',
    forget: (today) => forgetDetails(store, today),
    diagnostics,
  });
  const looking = setInterval(() => {
    quiet.look();
    watchDepot();
    forgetDays();
  }, LOOK_EVERY_MS);
  const stop = (): void => {
    clearInterval(looking);
    door.stop();
    dock.stop();
  };
  return { log, signIn, watchClock, door, dock, updates, stop };
};
