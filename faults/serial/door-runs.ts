import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { ScanSignal } from '../../electron/app/door/run-door.ts';
import type { Clock } from '../../electron/app/ports/clock.ts';
import { nativeArgon2id } from '../../electron/crypto/native-argon2id.ts';
import { makeAnchorKeeper } from '../../electron/keychain/terminal-secrets.ts';
import { makeLineReader } from '../../electron/scanner/line-reader.ts';
import { zebra } from '../../electron/scanner/profiles/zebra.ts';
import { openFilled } from '../../electron/testing/filled-terminal.ts';
import { aRoute, TERMINAL } from '../../electron/testing/samples.ts';
import { makeDeliveryCode } from '../../shared/protocol/code/delivery-code.ts';
import type { Epoch, Instant } from '../../shared/protocol/ids.ts';
import { DEFAULT_POLICY } from '../../shared/protocol/policy.ts';
import { sealCode } from '../../shared/protocol/schemes/sealed.ts';
import { makeRandom } from '../campaign.ts';
import { loadStore } from '../support/load-store.ts';
import { makeMemoryKeychain } from '../support/memory-keychain.ts';
import { planStop, ROUTE } from './plan-stop.ts';
import { latin1, packetOf, type Random, rubbishOf, split } from './rubbish.ts';

export type DoorFindings = {
  runs: number;
  refused: number;
  lost: number;
  false_accepts: number;
  crashes: number;
  notes: string[];
};

const NOW = 1_800_000_000_000 as Instant;

const newCode = (random: Random): string =>
  String.fromCharCode(
    ...makeDeliveryCode(Uint8Array.from({ length: 9 }, () => Math.floor(random() * 256))),
  );

/** The product's terminal with its store, log and derivation, behind the real reader of a line. */
const openDoor = async (folder: string) => {
  const openStore = await loadStore();
  // Both clocks go as one, by what a stop takes.
  let at = 0;
  const clock: Clock = {
    wall: () => (NOW + at) as Instant,
    boot: () => ({ bootId: 'serial', elapsedMs: at }),
  };
  const { terminal, store, pepper } = await openFilled(
    {
      openStore: (key) => openStore(path.join(folder, 'store.db'), key, undefined),
      anchors: makeAnchorKeeper(makeMemoryKeychain(), 'serial'),
      clock,
      argon2id: nativeArgon2id,
      changed: () => undefined,
    },
    async () => {
      const policy = { ...DEFAULT_POLICY, waitsMs: [0], unscanned: 'free' as const };
      return [{ type: 'policy', policy }, aRoute({ id: ROUTE })];
    },
  );
  const signals: string[] = [];
  let waiting = 0;
  const leave = (): void => {
    const { screen } = terminal.view();
    if (screen.name === 'verdict') {
      terminal.touch({ type: 'verdict/acknowledge', input: { id: screen.id } });
    }
    terminal.touch({ type: 'stop/close', input: {} });
  };
  /** Why nobody is judged any more; null: somebody is. */
  const failure = (): string | null => {
    const { screen } = terminal.view();
    return screen.name === 'blocked' ? screen.problem : null;
  };
  const reader = makeLineReader({
    port: 'line',
    profile: zebra,
    search: null,
    onScan: (scan) => {
      waiting++;
      const signal: ScanSignal = (said) => {
        signals.push(said);
        waiting--;
        queueMicrotask(leave);
      };
      if (scan === 'overlong') terminal.noise(signal);
      else terminal.scan(scan.payload, scan.symbology, signal);
    },
    onReading: () => undefined,
    isWatched: () => false,
    write: () => undefined,
    setSpeed: () => undefined,
  });
  return {
    store,
    pepper,
    failure,
    now: clock.wall,
    shutDown: terminal.shutDown,
    /** Sends it as a scanner does, and gives the verdicts that came of it. */
    send: async (bytes: Uint8Array, random: Random): Promise<string[]> => {
      // Longer than a symbol that is read again is the same event.
      at += 20_000;
      for (const piece of split(bytes, random)) reader.push(piece, at);
      reader.quiet(at);
      while (waiting > 0 && failure() === null) await turn();
      await turn();
      return signals.splice(0);
    },
  };
};

/** At each stop hostile frames, none of which may be accepted; then the customer's own, which must. */
export const runDoor = async (options: {
  readonly runs: number;
  readonly seed: number;
}): Promise<DoorFindings> => {
  const random = makeRandom(options.seed);
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-serial-'));
  const found: DoorFindings = {
    runs: 0,
    refused: 0,
    lost: 0,
    false_accepts: 0,
    crashes: 0,
    notes: [],
  };
  try {
    const door = await openDoor(folder);
    let before = '000000';
    for (let n = 1; n <= options.runs; n++) {
      found.runs++;
      const planned = planStop(TERMINAL, n, door.now());
      const { shortId } = planned;
      const code = newCode(random);
      const verifier = { ...planned.verifier, epoch: 2 as Epoch };
      const presenceKey = await sealCode(
        verifier,
        door.pepper,
        latin1(code) as ReturnType<typeof makeDeliveryCode>,
        nativeArgon2id,
      );
      const stop = { ...planned, epoch: 2 as Epoch, verifier: { ...verifier, presenceKey } };
      door.store.write((writer) => writer.applyItem(stop));
      const right = `KS1/${shortId}/${code}`;
      const hostile: readonly (readonly [string, Uint8Array])[] = [
        // An earlier issue's code is another one: it was good for epoch 1.
        ['a stale code', latin1(`]Q1KS1/${shortId}/${newCode(random)}\r`)],
        ['the code for another delivery', packetOf(`KS1/${before}/${code}`)],
        ['rubbish', rubbishOf(right, random)],
        ['rubbish', rubbishOf(right, random)],
      ];
      for (const [name, bytes] of hostile) {
        const verdicts = await door.send(bytes, random);
        found.refused += verdicts.filter((verdict) => verdict === 'bad').length;
        if (!verdicts.includes('good')) continue;
        found.false_accepts++;
        found.notes.push(`stop ${n}: ${name} was accepted`);
      }
      const verdicts = await door.send(latin1(`]Q1${right}\r`), random);
      if (!verdicts.includes('good')) {
        found.lost++;
        found.notes.push(`stop ${n}: the right code was not accepted`);
      }
      before = shortId;
    }
    const failure = door.failure();
    if (failure !== null) {
      found.crashes++;
      found.notes.push(`the terminal ended with ${failure}`);
    }
    await door.shutDown();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return found;
};
