import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import * as product from '../../electron/app/open.ts';
import type { Central } from '../../electron/app/ports/central.ts';
import type { Clock } from '../../electron/app/ports/clock.ts';
import type { AnchorKeeper } from '../../electron/app/ports/keychain.ts';
import type { Stop, Store } from '../../electron/app/ports/store.ts';
import { nativeArgon2id } from '../../electron/crypto/native-argon2id.ts';
import { makeNativeAgreement, makeNativeSigner } from '../../electron/crypto/native-keys.ts';
import { type MachineId, machineId } from '../../electron/keychain/machine-id.ts';
import type { Keychain } from '../../electron/keychain/os-keychain.ts';
import {
  createKeys,
  makeAnchorKeeper,
  readKeys,
} from '../../electron/keychain/terminal-secrets.ts';
import { ON_THE_ROAD, secureBytes } from '../../electron/testing/on-the-road.ts';
import { makeDeliveryCode } from '../../shared/protocol/code/delivery-code.ts';
import { copySecret, utf8 } from '../../shared/protocol/codec/bytes.ts';
import type { Signer } from '../../shared/protocol/crypto/keys.ts';
import type { Refusal } from '../../shared/protocol/verdict.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { type ProblemCode, problemOf } from '../../shared/terminal/problem.ts';
import type { ScreenView, UnsentView } from '../../shared/terminal/view/view.ts';
import { loadStore } from './load-store.ts';

/** The machine that a terminal is on where nobody says another. */
export const HERE = machineId.parse('0'.repeat(32));

/** Where a terminal's state is: its folder, the name of its items in the keychain, its machine. */
export type Home = {
  readonly folder: string;
  readonly profile: string;
  readonly machine?: MachineId;
};

export const storeOf = ({ folder }: Home): string => path.join(folder, 'store.db');

export type TerminalOptions = {
  readonly home: Home;
  readonly keychain: Keychain;
  readonly clock: Clock;
  /** How it reaches central with its own key. */
  readonly central: (signer: Signer) => Central;
  /** Stands in front of the anchor keeper, so that a campaign can look at it or break it. */
  readonly anchors?: (real: AnchorKeeper) => AnchorKeeper;
};

/** What a customer's code comes to, as the screen says it. */
export type Shown = { readonly result: 'accepted' } | ({ readonly result: 'refused' } & Refusal);

/** The product's terminal without a window and a scanner, driven as a person drives it. */
export type OpenTerminal = {
  readonly store: Store;
  readonly signer: Signer;
  readonly view: () => UnsentView;
  /** Scans an enrolment code, and waits for the docking that follows. */
  readonly enrol: (code: string) => Promise<Result<null, ProblemCode>>;
  /**
   * Scans every parcel of a stop, then types the customer's code there, or scans its QR where the
   * stop is erased. The code stays whole.
   */
  readonly show: (stop: Stop, code: Uint8Array) => Promise<Result<Shown, ProblemCode>>;
  /** The QR of a delivery that no terminal has is scanned. */
  readonly showUnknown: () => Promise<Result<Shown, ProblemCode>>;
  /** Docks once, to its end. */
  readonly dock: () => Promise<Result<null, ProblemCode>>;
  readonly close: () => Promise<void>;
};

/** What takes longer does not come any more. */
const PATIENCE_MS = 60_000;

/** What the screen says of what was shown; null: nothing yet. */
const saidBy = ({ screen, notice }: UnsentView): Result<Shown, ProblemCode> | null => {
  if (screen.name === 'blocked') return err(screen.problem);
  if (notice?.says === 'wait') {
    return ok({ result: 'refused', reason: 'locked', until: notice.until });
  }
  if (screen.name !== 'verdict') return null;
  const { verdict } = screen;
  return ok(
    verdict.result === 'accepted'
      ? { result: 'accepted' }
      : { result: 'refused', ...verdict.refusal },
  );
};

/** How a docking has ended; null: it has not, or there is none. */
const dockedBy = (screen: ScreenView): Result<null, ProblemCode> | null => {
  if (screen.name === 'blocked') return err(screen.problem);
  if (screen.name !== 'dock') return null;
  if (screen.phase === 'failed') return err(screen.problem ?? 'internal');
  return screen.phase === 'done' ? ok(null) : null;
};

/** What a terminal's store is unlocked from. */
export const unlockPorts = async ({
  home,
  keychain,
  anchors: inFront,
}: Pick<TerminalOptions, 'home' | 'keychain' | 'anchors'>): Promise<
  Result<product.UnlockPorts, ProblemCode>
> => {
  const openStore = await loadStore();
  mkdirSync(home.folder, { recursive: true, mode: 0o700 });
  const real = makeAnchorKeeper(keychain, home.profile);
  const anchors = inFront?.(real) ?? real;
  const machine = home.machine ?? HERE;
  const keys = await readKeys(keychain, home.profile, machine);
  if (!keys.ok) return keys;
  const heads = await anchors.read();
  if (!heads.ok) return heads;
  return ok({
    secrets: { keys: keys.value, heads: heads.value },
    createKeys: () => createKeys(keychain, home.profile, machine, secureBytes),
    anchors,
    hasStore: existsSync(storeOf(home)),
    openStore: (key) => openStore(storeOf(home), key, undefined),
    makeSigner: makeNativeSigner,
    makeAgreement: makeNativeAgreement,
  });
};

/**
 * Opens a terminal as the app does when it starts, by the product's own composition. What refuses to
 * open, or is found to be no whole store, gives the problem that a person would be told.
 */
export const openTerminal = async (
  options: TerminalOptions,
): Promise<Result<OpenTerminal, ProblemCode>> => {
  const ports = await unlockPorts(options);
  if (!ports.ok) return ports;

  const waiting = new Set<() => void>();
  const until = <T>(look: () => T | null): Promise<T> =>
    new Promise((resolve, reject) => {
      let impatience: NodeJS.Timeout | undefined;
      const again = (): void => {
        try {
          const seen = look();
          if (seen === null) return;
          waiting.delete(again);
          clearTimeout(impatience);
          resolve(seen);
        } catch (error) {
          waiting.delete(again);
          clearTimeout(impatience);
          reject(error);
        }
      };
      waiting.add(again);
      again();
      if (waiting.has(again)) {
        impatience = setTimeout(() => {
          waiting.delete(again);
          reject(new Error(`the terminal still shows ${JSON.stringify(terminal.view())}`));
        }, PATIENCE_MS);
      }
    });
  let parts: { readonly store: Store; readonly signer: Signer } | null = null;
  const opened = await product.openTerminal({
    ...ports.value,
    equip: ({ store, signer }) => {
      parts = { store, signer };
      return {
        ...ON_THE_ROAD,
        clock: options.clock,
        central: options.central(signer),
        argon2id: nativeArgon2id,
        // After the change is made, not in it.
        changed: () => queueMicrotask(() => [...waiting].forEach((again) => void again())),
      };
    },
  });
  if (!opened.ok) return opened;
  const terminal = opened.value;
  await terminal.check();
  // What is noted at a start is written by now.
  await new Promise((resolve) => setImmediate(resolve));
  await terminal.settled();
  const { store, signer } = parts as unknown as { store: Store; signer: Signer };
  /** What a person is told instead of being served; null: they are served. */
  const told = (): ProblemCode | null => {
    try {
      const { screen } = terminal.view();
      return screen.name === 'blocked' && store.stopped() === null ? screen.problem : null;
    } catch (error) {
      // As the app does with whatever is thrown: it closes the terminal, and says so.
      return problemOf(error);
    }
  };
  const problem = told();
  if (problem !== null) {
    await terminal.shutDown();
    return err(problem);
  }

  let lastVerdict = 0;
  /** Puts away what is on the screen, down to the route. */
  const leave = (): void => {
    const { screen } = terminal.view();
    if (screen.name === 'verdict') {
      lastVerdict = screen.id;
      terminal.touch({ type: 'verdict/acknowledge', input: { id: screen.id } });
    }
    terminal.touch({ type: 'stop/close', input: {} });
    terminal.touch({ type: 'dock/leave', input: {} });
  };
  const verdict = async (): Promise<Result<Shown, ProblemCode>> => {
    const said = await until(() => {
      const view = terminal.view();
      const isOld = view.screen.name === 'verdict' && view.screen.id <= lastVerdict;
      return isOld ? null : saidBy(view);
    });
    leave();
    return said;
  };
  const docked = async (): Promise<Result<null, ProblemCode>> => {
    const how = await until(() => dockedBy(terminal.view().screen));
    leave();
    return how;
  };
  return ok({
    store,
    signer,
    view: terminal.view,
    enrol: async (code) => {
      terminal.scan(utf8(code), null);
      const failed = await until(() => {
        const { screen } = terminal.view();
        if (screen.name !== 'setup') return 'none';
        return screen.checks.find(({ id }) => id === 'enrolment')?.problem ?? null;
      });
      return failed === 'none' ? docked() : err(failed);
    },
    show: (stop, code) => {
      leave();
      for (const label of stop.acceptance === null ? stop.parcels : []) {
        terminal.scan(utf8(label), null);
      }
      terminal.touch({ type: 'stop/open', input: { delivery: stop.delivery } });
      if (!terminal.typeCode(stop.delivery, copySecret(code))) {
        terminal.scan(utf8(`KS1/${stop.shortId}/${String.fromCharCode(...code)}`), null);
      }
      return verdict();
    },
    showUnknown: () => {
      leave();
      const code = makeDeliveryCode(secureBytes(9).map((value) => value & 31));
      terminal.scan(utf8(`KS1/000000/${String.fromCharCode(...code)}`), null);
      return verdict();
    },
    dock: () => {
      leave();
      terminal.touch({ type: 'dock/start', input: {} });
      return docked();
    },
    close: terminal.shutDown,
  });
};
