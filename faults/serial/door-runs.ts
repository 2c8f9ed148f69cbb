import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { makeDoor } from '../../electron/app/door/run-door.ts';
import { makeScanPrint } from '../../electron/app/door/same-event.ts';
import { makeVerifyScan } from '../../electron/app/door/verify-scan.ts';
import { makeLogWriter } from '../../electron/app/log/write-log.ts';
import { nativeArgon2id } from '../../electron/crypto/native-argon2id.ts';
import { makeAnchorKeeper } from '../../electron/keychain/terminal-secrets.ts';
import { makeLineReader } from '../../electron/scanner/line-reader.ts';
import { zebra } from '../../electron/scanner/profiles/zebra.ts';
import { makeDeliveryCode } from '../../shared/protocol/code/delivery-code.ts';
import { makeSigner } from '../../shared/protocol/crypto/keys.ts';
import type { Epoch, Instant, TerminalId } from '../../shared/protocol/ids.ts';
import { DEFAULT_POLICY } from '../../shared/protocol/policy.ts';
import { readScanInput } from '../../shared/protocol/scan/scan-input.ts';
import { sealCode } from '../../shared/protocol/schemes/sealed.ts';
import { makeRandom } from '../campaign.ts';
import { loadStore } from '../support/load-store.ts';
import { makeMemoryKeychain } from '../support/memory-keychain.ts';
import { planStop } from './plan-stop.ts';
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
const TERMINAL = '00000000-0000-4000-8000-0000000000aa' as TerminalId;

const newCode = (random: Random): string =>
  String.fromCharCode(
    ...makeDeliveryCode(Uint8Array.from({ length: 9 }, () => Math.floor(random() * 256))),
  );

/** The real door with its store, log and derivation, behind the real reader of a line. */
const openDoor = async (folder: string) => {
  const openStore = await loadStore();
  const opened = openStore(
    path.join(folder, 'store.db'),
    new Uint8Array(randomBytes(32)),
    undefined,
  );
  if (!opened.ok) throw new Error(opened.error);
  const store = opened.value;
  const pepper = new Uint8Array(randomBytes(32));
  const now = { at: NOW, trust: 'central' } as const;
  const log = makeLogWriter({
    store,
    anchors: makeAnchorKeeper(makeMemoryKeychain(), 'serial'),
    signer: makeSigner(new Uint8Array(randomBytes(32))),
    readTime: () => now,
    identity: () => ({ terminal: TERMINAL, driver: null }),
  });
  const verify = makeVerifyScan({
    store,
    log,
    pepper,
    argon2id: nativeArgon2id,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    readClock: () => ({ now, wallWrong: false, untrusted: false, leaseEnds: null }),
  });
  const failures: string[] = [];
  let at = 0;
  const door = makeDoor({
    store,
    verify,
    elapsed: () => at,
    printOf: makeScanPrint((length) => new Uint8Array(randomBytes(length))),
    isJustNow: () => false,
    mayWrite: () => true,
    changed: () => undefined,
    failed: (problem) => failures.push(problem),
  });
  const signals: string[] = [];
  let waiting = 0;
  const leave = (): void => {
    const state = door.state().at;
    if (state.name === 'verdict') door.touch({ type: 'acknowledge', id: state.id });
    if (door.state().at.name === 'door') door.touch({ type: 'close' });
  };
  const reader = makeLineReader({
    port: 'line',
    profile: zebra,
    search: null,
    onScan: (scan) => {
      waiting++;
      const input =
        scan === 'overlong'
          ? ({ kind: 'unreadable' } as const)
          : readScanInput(scan.payload, scan.symbology);
      door.input(input, {
        signal: (signal) => {
          signals.push(signal);
          waiting--;
          queueMicrotask(leave);
        },
      });
    },
    onReading: () => undefined,
    isWatched: () => false,
    write: () => undefined,
    setSpeed: () => undefined,
  });
  return {
    store,
    pepper,
    failures,
    /** Sends it as a scanner does, and gives the verdicts that came of it. */
    send: async (bytes: Uint8Array, random: Random): Promise<string[]> => {
      // Longer than a symbol that is read again is the same event.
      at += 20_000;
      for (const piece of split(bytes, random)) reader.push(piece, at);
      reader.quiet(at);
      while (waiting > 0 && failures.length === 0) await turn();
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
    const policy = { ...DEFAULT_POLICY, waitsMs: [0], unscanned: 'free' as const };
    door.store.write((writer) => writer.applyItem({ type: 'policy', policy }));
    let before = '000000';
    for (let n = 1; n <= options.runs; n++) {
      found.runs++;
      const planned = planStop(TERMINAL, n, NOW);
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
    found.crashes += door.failures.length;
    door.store.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return found;
};
