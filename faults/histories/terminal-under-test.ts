import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mock } from 'node:test';
import { LOOK_EVERY_MS } from '../../electron/app/dock/dock-quietly.ts';
import { type OpenTerminal, openTerminal } from '../../electron/app/open.ts';
import type { Central } from '../../electron/app/ports/central.ts';
import type { Clock } from '../../electron/app/ports/clock.ts';
import type { AnchorHeads, AnchorKeeper } from '../../electron/app/ports/keychain.ts';
import type { Store } from '../../electron/app/ports/store.ts';
import { makeNativeAgreement, makeNativeSigner } from '../../electron/crypto/native-keys.ts';
import { machineId } from '../../electron/keychain/machine-id.ts';
import type { Keychain } from '../../electron/keychain/os-keychain.ts';
import { makeAnchorKeeper, readKeys } from '../../electron/keychain/terminal-secrets.ts';
import { ON_THE_ROAD } from '../../electron/testing/on-the-road.ts';
import { utf8 } from '../../shared/protocol/codec/bytes.ts';
import type { DeliveryId, Sequence } from '../../shared/protocol/ids.ts';
import type { ExceptionOutcome, Particulars } from '../../shared/protocol/outcome.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Answer as Reply } from '../../shared/terminal/door/door-state.ts';
import type { Draft } from '../../shared/terminal/door/draft-schema.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { ScreenView, UnsentView } from '../../shared/terminal/view/view.ts';
import { loadStore } from '../support/load-store.ts';
import { type MortalPorts, makeMortalPorts, type Ports } from './mortal-ports.ts';
import { must } from './must.ts';
import { rememberedArgon2id } from './remembered-argon2id.ts';
import type { Answer } from './steps.ts';

// The one place that knows how the terminal is put together, touched and read.

export const PROFILE = 'histories';
/** The machine that all of them are on. */
export const MACHINE = machineId.parse('0'.repeat(32));
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
  /** From which histories on its fault comes up soon: with others it takes up to a hundred. */
  readonly drawnFrom?: number;
  /** Stands between the terminal and its ports, anew for each start. */
  readonly ports?: (ports: Ports) => Ports;
  readonly clock?: (clock: Clock) => Clock;
  /** What a scanner says of a symbol's kind never arrives. */
  readonly symbology?: false;
  /** Believes any copy of the store. */
  readonly anchorCheck?: false;
  /** What the last write to the disk was is lost when the terminal dies. */
  readonly synchronisation?: false;
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
  readonly close: () => boolean;
  readonly askForOverride: (stop: DeliveryId) => boolean;
  readonly scan: (payload: Uint8Array, symbology?: string | null) => void;
  readonly type: (stop: DeliveryId, typed: Uint8Array) => boolean;
  readonly answer: (stop: DeliveryId, reply: Reply) => boolean;
  readonly prepare: (stop: DeliveryId, said: Particulars) => boolean;
  /** Changes the draft of the stop whose door is open. */
  readonly draft: (stop: DeliveryId, draft: Draft) => boolean;
  readonly undo: (sequence: number) => boolean;
  readonly signOut: () => boolean;
  readonly look: (search: string, filter: 'all' | 'open' | 'done') => boolean;
  readonly except: (stop: DeliveryId, outcome: ExceptionOutcome) => boolean;
  readonly dock: () => boolean;
  readonly leaveDock: () => void;
  /** The terminal looks whether there is a network on the road. */
  readonly lookForNetwork: () => void;
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
  /** Whether there is a network on the road. */
  readonly isOnline: () => boolean;
  readonly off: SwitchedOff | null;
  readonly dies: number | null;
  /** Where the files are to be copied that it leaves when it dies. */
  readonly grave: string;
};

const answerOf = (screen: ScreenView & { name: 'verdict' }): Answer =>
  screen.verdict.result === 'accepted' ? { accepted: screen.verdict.by } : screen.verdict.refusal;

/** What a keychain says that believes any copy of the store; for the control. */
const gullible = (real: AnchorKeeper, store: () => Store): AnchorKeeper => {
  let said: AnchorHeads | null = null;
  return {
    read: async () => {
      const { sequence, hash } = store().logPosition();
      return ok(said ?? { committed: hash === null ? null : { sequence, hash }, pending: null });
    },
    write: async (heads) => {
      said = heads;
      return real.write(heads);
    },
  };
};

/** Opens the terminal by the product's own composition, on ports that may die. */
export const openLife = async (options: Options): Promise<Result<Life, ProblemCode>> => {
  const { folder, keychain, clock, central, off, grave } = options;
  const openStore = await loadStore();
  mkdirSync(folder, { recursive: true });
  const keys = await readKeys(keychain, PROFILE, MACHINE);
  if (!keys.ok) return keys;
  if (keys.value === null) throw new Error('the profile has no keys');
  const opened = openStore(storeIn(folder), keys.value.storeKey, undefined);
  if (!opened.ok) return opened;
  const store = opened.value;
  const kept = makeAnchorKeeper(keychain, PROFILE);
  const anchors = off?.anchorCheck === false ? gullible(kept, () => store) : kept;
  const heads = await anchors.read();
  if (!heads.ok) return heads;

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

  let terminal: OpenTerminal | null = null;
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
  const opening = openTerminal({
    secrets: { keys: keys.value, heads: heads.value },
    createKeys: () => Promise.reject(new Error('the profile has its keys')),
    anchors: ports.anchors,
    hasStore: true,
    openStore: () => ok(ports.store),
    makeSigner: makeNativeSigner,
    makeAgreement: makeNativeAgreement,
    equip: () => ({
      ...ON_THE_ROAD,
      argon2id: ports.argon2id,
      central: ports.central,
      clock: off?.clock?.(clock) ?? clock,
      isOnline: () => !mortal.isDead() && options.isOnline(),
      changed: look,
    }),
  });
  // A terminal that dies while it starts never answers.
  const died = mortal.settle().then(() => (mortal.isDead() ? null : opening));
  const made = await Promise.race([opening, died]);
  if (made !== null && !made.ok) {
    store.close();
    return made;
  }
  const living = (): OpenTerminal => {
    if (made === null) throw new Error('it died while it started');
    return made.value;
  };
  if (made !== null) {
    terminal = made.value;
    await Promise.race([living().check(), mortal.settle()]);
    look();
  }
  const { settle } = mortal;
  const acknowledge = async (): Promise<void> => {
    for (;;) {
      await settle();
      if (mortal.isDead()) return;
      const { screen } = living().view();
      if (screen.name !== 'verdict') return;
      living().touch({ type: 'verdict/acknowledge', input: { id: screen.id } });
    }
  };
  const leaveDoor = async (): Promise<void> => {
    await acknowledge();
    if (terminal === null || mortal.isDead()) return;
    const { screen } = terminal.view();
    const closes = terminal.touch({ type: 'stop/close', input: {} });
    must(!closes || screen.name === 'door', 'no door is on the screen, and one is open', 'crashes');
  };
  return ok({
    store,
    mortal,
    settle,
    acknowledge,
    view: () => living().view(),
    takeShown: () => {
      const taken = shown;
      shown = [];
      return taken;
    },
    leaveDoor,
    goToRoute: async () => {
      await leaveDoor();
      terminal?.touch({ type: 'dock/leave', input: {} });
    },
    open: (stop) => living().touch({ type: 'stop/open', input: { delivery: stop } }),
    close: () => living().touch({ type: 'stop/close', input: {} }),
    askForOverride: (stop) => living().touch({ type: 'override/ask', input: { delivery: stop } }),
    scan: (payload, symbology = null) =>
      living().scan(payload, off?.symbology === false ? null : symbology),
    type: (stop, typed) => living().typeCode(stop, typed),
    answer: (stop, reply) =>
      living().touch({ type: 'question/answer', input: { delivery: stop, answer: reply } }),
    prepare: (stop, said) =>
      living().touch({ type: 'hand-over/prepare', input: { delivery: stop, particulars: said } }),
    draft: (stop, draft) => {
      const { screen } = living().view();
      return (
        screen.name === 'door' &&
        living().touch({
          type: 'draft/change',
          input: { delivery: stop, edit: screen.edits + 1, draft },
        })
      );
    },
    undo: (sequence) =>
      living().touch({ type: 'exception/undo', input: { sequence: sequence as Sequence } }),
    signOut: () => living().touch({ type: 'sign-in/end', input: {} }),
    look: (search, filter) =>
      living().touch({ type: 'route/look', input: { search, filter, from: null } }),
    except: (stop, outcome) =>
      living().touch({
        type: 'exception/record',
        input: { delivery: stop, outcome, note: '', strokes: [] },
      }),
    dock: () => living().touch({ type: 'dock/start', input: {} }),
    leaveDock: () => living().touch({ type: 'dock/leave', input: {} }),
    lookForNetwork: () => mock.timers.tick(LOOK_EVERY_MS),
    end: () => {
      terminal?.stop();
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
