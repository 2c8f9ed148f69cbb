import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkAnchor, checkKeys, decideOpening } from '../../electron/app/open-terminal.ts';
import type { Central, Clock, Store } from '../../electron/app/ports.ts';
import { makeTerminal, type Terminal } from '../../electron/app/terminal.ts';
import { nativeArgon2id } from '../../electron/crypto/native-argon2id.ts';
import type { Keychain } from '../../electron/keychain/os-keychain.ts';
import { makeAnchorKeeper, readKeys } from '../../electron/keychain/terminal-secrets.ts';
import { utf8 } from '../../shared/bytes.ts';
import type { Argon2id } from '../../shared/crypto/argon2id.ts';
import { makeAgreement, makeSigner } from '../../shared/crypto/keys.ts';
import type { DeliveryId } from '../../shared/ids.ts';
import type { ScreenView, UnsentView } from '../../shared/ipc/view.ts';
import type { ExceptionOutcome } from '../../shared/outcome.ts';
import type { ProblemCode } from '../../shared/problem.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Purpose } from '../../shared/verdict.ts';
import { loadStore } from '../support/load-store.ts';
import { type MortalPorts, makeMortalPorts, type Ports } from './mortal-ports.ts';
import type { Answer } from './steps.ts';

// The one place that knows how the terminal is put together, touched and read.

export const PROFILE = 'histories';
const storeIn = (folder: string): string => path.join(folder, 'store.db');
const FILES = ['store.db', 'store.db-wal'];

/** Copies the store's files as they are at this moment, open or not. */
export const copyFiles = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true });
  for (const file of FILES) {
    if (existsSync(path.join(from, file))) {
      copyFileSync(path.join(from, file), path.join(to, file));
    }
  }
};
export const bytesOf = (folder: string): Map<string, Buffer> =>
  new Map(
    FILES.filter((file) => existsSync(path.join(folder, file))).map((file) => [
      file,
      readFileSync(path.join(folder, file)),
    ]),
  );

/** One protection of the product switched off. */
export type SwitchedOff = {
  readonly without: string;
  /** Stands between the terminal and its ports, anew for each start. */
  readonly ports?: (ports: Ports) => Ports;
  /** Believes any copy of the store. */
  readonly anchorCheck?: false;
  /** What the last write to the disk was is lost when the terminal dies. */
  readonly synchronisation?: false;
};

/** What was derived once need not be derived again in another history: it is a pure function. */
const derivations = new Map<string, Promise<Uint8Array>>();
const rememberedArgon2id: Argon2id = async (secret, salt, cost) => {
  const name = `${Buffer.from(secret).toString('hex')} ${Buffer.from(salt).toString('hex')}`;
  const known = derivations.get(name) ?? nativeArgon2id(secret, salt, cost);
  derivations.set(name, known);
  // The taker wipes what it gets.
  return new Uint8Array(await known);
};

type Shown = { readonly answer: Answer; readonly entries: number };

export type Life = {
  /** What the disk has, read beside the terminal. */
  readonly store: Store;
  readonly mortal: MortalPorts;
  readonly view: () => UnsentView;
  /** The verdicts that were shown since it was last asked for, and how long the log was then. */
  readonly takeShown: () => Shown[];
  /** From any door to the route, acknowledging what stands in the way; a docking stays. */
  readonly leaveDoor: () => Promise<void>;
  /** From wherever it is to the route. */
  readonly goToRoute: () => Promise<void>;
  /** Opens a stop by touch; for the override, says so. False if the terminal does not. */
  readonly open: (stop: DeliveryId) => boolean;
  readonly ask: (stop: DeliveryId, asks: Purpose) => boolean;
  readonly scan: (payload: Uint8Array) => void;
  readonly type: (stop: DeliveryId, typed: Uint8Array) => boolean;
  readonly except: (stop: DeliveryId, outcome: ExceptionOutcome) => boolean;
  readonly dock: () => boolean;
  readonly leaveDock: () => void;
  readonly settle: () => Promise<void>;
  /** Acknowledges verdicts until nothing waits behind one. */
  readonly acknowledge: () => Promise<void>;
  readonly end: () => void;
};

type Options = {
  readonly folder: string;
  readonly keychain: Keychain;
  readonly clock: Clock;
  readonly central: Central;
  readonly off: SwitchedOff | null;
  readonly dies: number | null;
  /** Where the files are to be copied that it leaves when it dies. */
  readonly grave: string;
};

const answerOf = (screen: ScreenView & { name: 'verdict' }): Answer =>
  screen.verdict.result === 'accepted' ? { accepted: screen.verdict.by } : screen.verdict.refusal;

/** Opens the terminal as the app does when it starts (`electron/main/compose.ts`). */
export const openLife = async (options: Options): Promise<Result<Life, ProblemCode>> => {
  const { folder, keychain, clock, central, off, grave } = options;
  const openStore = await loadStore();
  mkdirSync(folder, { recursive: true });
  const anchors = makeAnchorKeeper(keychain, PROFILE);
  const keys = await readKeys(keychain, PROFILE);
  const heads = await anchors.read();
  if (!keys.ok) return keys;
  if (!heads.ok) return heads;
  if (keys.value === null) throw new Error('the profile has no keys');
  const there = { keys: true, store: existsSync(storeIn(folder)), heads: heads.value };
  const opening = decideOpening(there);
  if (!opening.ok) return opening;
  const opened = openStore(storeIn(folder), keys.value.storeKey, undefined);
  if (!opened.ok) return opened;
  const store = opened.value;

  const before = path.join(grave, 'before-the-last-write');
  const mortal = makeMortalPorts(
    { store, anchors, central, argon2id: rememberedArgon2id },
    {
      beforeWrite: () => {
        if (off?.synchronisation === false) copyFiles(folder, before);
      },
      atDeath: () => copyFiles(existsSync(before) ? before : folder, grave),
    },
  );
  mortal.dieAfter(options.dies);
  const ports = off?.ports?.(mortal.ports) ?? mortal.ports;
  const signer = makeSigner(keys.value.signingSeed);
  const agreement = makeAgreement(keys.value.agreementSecret);
  const own = checkKeys(store, {
    signingKey: signer.publicKey,
    agreementKey: agreement.publicKey,
  });
  const checked =
    off?.anchorCheck === false
      ? Promise.resolve(ok(null))
      : checkAnchor(ports.store, ports.anchors);
  // A terminal that dies while it starts never answers.
  const died = mortal.settle().then(() => (mortal.isDead() ? ok(null) : checked));
  const anchored = own.ok ? await Promise.race([checked, died]) : own;
  if (!anchored.ok) {
    store.close();
    return anchored;
  }

  let terminal: Terminal | null = null;
  let lastVerdict = 0;
  let wasJudging = false;
  let shown: Shown[] = [];
  const show = (answer: Answer): void => {
    shown.push({ answer, entries: store.logPosition().sequence });
  };
  const look = (): void => {
    if (terminal === null || mortal.isDead()) return;
    const { screen } = terminal.view();
    if (screen.name === 'verdict' && screen.id > lastVerdict) {
      lastVerdict = screen.id;
      show(answerOf(screen));
    }
    if (screen.name === 'door' && screen.entry === 'mistyped' && wasJudging) {
      show({ reason: 'mistyped' });
    }
    wasJudging = screen.name === 'door' && screen.entry === 'verifying';
  };
  const made = makeTerminal({
    ...ports,
    clock,
    signer,
    agreement,
    random: () => 0.5,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    diagnostics: () => undefined,
    machineZone: 'UTC',
    testOnly: true,
    storeCheck: Promise.resolve(anchored),
    atDesk: () => false,
    isOnline: () => false,
    itBadge: () => undefined,
    updates: null,
    changed: look,
  });
  terminal = made;
  const { settle } = mortal;
  const acknowledge = async (): Promise<void> => {
    for (;;) {
      await settle();
      const { screen } = made.view();
      if (mortal.isDead() || screen.name !== 'verdict') return;
      made.acknowledge(screen.id);
    }
  };
  const leaveDoor = async (): Promise<void> => {
    await acknowledge();
    made.closeStop();
  };
  return ok({
    store,
    mortal,
    settle,
    acknowledge,
    view: made.view,
    takeShown: () => {
      const taken = shown;
      shown = [];
      return taken;
    },
    leaveDoor,
    goToRoute: async () => {
      await leaveDoor();
      made.leaveDock();
    },
    open: made.openStop,
    ask: made.askFor,
    scan: (payload) => made.scan(payload, null),
    type: made.typeCode,
    except: (stop, outcome) => made.recordException(stop, { outcome, note: '', strokes: [] }),
    dock: made.startDock,
    leaveDock: made.leaveDock,
    end: () => {
      made.stop();
      store.close();
    },
  });
};

/** Enrols a new terminal in a folder, by its enrolment code, and ends it. */
export const enrolIn = async (options: Omit<Options, 'off' | 'dies'>, code: string) => {
  const life = await openLife({ ...options, off: null, dies: null });
  if (!life.ok) throw new Error(`a new terminal does not start: ${life.error}`);
  life.value.scan(utf8(code));
  await life.value.settle();
  life.value.end();
};
