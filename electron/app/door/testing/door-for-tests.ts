import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, vi } from 'vitest';
import { makeMemoryKeychain } from '../../../../faults/support/memory-keychain.ts';
import { makeSigner } from '../../../../shared/protocol/crypto/keys.ts';
import {
  type DriverId,
  type Instant,
  parcelLabel,
  type Sequence,
  type TerminalId,
} from '../../../../shared/protocol/ids.ts';
import { NOTHING_PARTICULAR } from '../../../../shared/protocol/nothing-particular.ts';
import { DEFAULT_POLICY, type Policy } from '../../../../shared/protocol/policy.ts';
import type { ScanInput } from '../../../../shared/protocol/scan/scan-input.ts';
import type { Draft } from '../../../../shared/terminal/door/draft-schema.ts';
import { NO_EXCEPTION } from '../../../../shared/terminal/door/exception-draft.ts';
import { beginHandOver } from '../../../../shared/terminal/door/hand-over-draft.ts';
import { nativeArgon2id } from '../../../crypto/native-argon2id.ts';
import { makeAnchorKeeper } from '../../../keychain/terminal-secrets.ts';
import { makeStore } from '../../../store/make-store.ts';
import { openDatabase } from '../../../store/open-database.ts';
import { codeOf, PEPPER, sealedStop } from '../../../testing/sealed-stop.ts';
import { makeLogWriter } from '../../log/write-log.ts';
import type { Store } from '../../ports/store.ts';
import { type Door, makeDoor } from '../run-door.ts';
import { makeScanPrint } from '../same-event.ts';
import { makeVerifyScan } from '../verify-scan.ts';

export const AT = 1_800_000_000_000 as Instant;
export const terminal = '00000000-0000-4000-8000-0000000000aa' as TerminalId;
export const driver = '00000000-0000-4000-8000-0000000000dd' as DriverId;
export const more = ['34012345009000000011', '34012345009000000028'].map((label) =>
  parcelLabel.parse(label),
);
export const first = await sealedStop(1);
export const stop = { ...first, parcels: [...first.parcels, ...more] };
export const other = await sealedStop(2);
export const [own, second, third] = stop.parcels as [
  (typeof more)[0],
  (typeof more)[0],
  (typeof more)[0],
];

export const qr = (n = 1): ScanInput => ({
  kind: 'code',
  delivery: n === 2 ? other.shortId : stop.shortId,
  code: codeOf(n),
});
export const bare = (n: number): ScanInput => ({ kind: 'code', delivery: null, code: codeOf(n) });
export const parcel = (label: typeof own): ScanInput => ({ kind: 'parcel', label });
export const scanAll = ({ door }: { door: Door }) => {
  for (const label of stop.parcels) door.input(parcel(label));
};
export const draft = (more: Partial<NonNullable<Draft['handOver']>>): Draft => ({
  shown: 'hand-over',
  exception: NO_EXCEPTION,
  handOver: { ...beginHandOver(NOTHING_PARTICULAR), to: 'neighbour', ...more },
});
export const write = (door: Door, edit: number, more: Partial<NonNullable<Draft['handOver']>>) =>
  door.touch({ type: 'draft', delivery: stop.id, edit, draft: draft(more) });

/** A door over its real store, log and derivation, on a clock that tests set. */
export const doorForTests = () => {
  const at = {
    path: '',
    keychain: makeMemoryKeychain(),
    /** Milliseconds of a clock that nobody sets. */
    elapsed: 0,
    running: null as { readonly door: Door; readonly store: Store } | null,
  };
  beforeEach(() => {
    at.path = join(mkdtempSync(join(tmpdir(), 'kerbside-door-')), 'store.db');
    at.keychain = makeMemoryKeychain();
    at.elapsed = 0;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    at.running?.door.stop();
    at.running?.store.close();
    at.running = null;
    vi.useRealTimers();
  });

  /** The door over its real store, log and derivation; `start` once more is what a crash leaves. */
  const start = () => {
    at.running?.store.close();
    const database = openDatabase(at.path, new Uint8Array(32).fill(1), undefined);
    if (!database.ok) throw new Error(database.error);
    const store = makeStore(database.value);
    const now = () => ({ at: (AT + at.elapsed) as Instant, trust: 'central' as const });
    const log = makeLogWriter({
      store,
      anchors: makeAnchorKeeper(at.keychain, 'door'),
      signer: makeSigner(new Uint8Array(32).fill(21)),
      readTime: now,
      randomBytes: (length) => new Uint8Array(randomBytes(length)),
      identity: () => ({ terminal, driver }),
    });
    const verify = makeVerifyScan({
      store,
      log,
      pepper: PEPPER,
      argon2id: nativeArgon2id,
      randomBytes: (length) => new Uint8Array(randomBytes(length)),
      readClock: () => ({ now: now(), wallWrong: false, untrusted: false, leaseEnds: null }),
    });
    const failures: string[] = [];
    const printOf = makeScanPrint((length) => new Uint8Array(randomBytes(length)));
    const door = makeDoor({
      store,
      verify,
      elapsed: () => at.elapsed,
      printOf,
      isJustNow: (verdict) => verdict.result === 'refused' && verdict.reason === 'already-used',
      mayWrite: () => true,
      changed: () => undefined,
      failed: (problem) => failures.push(problem),
    });
    at.running = { door, store };
    /** Until what was scanned has been judged. */
    const judged = async () => {
      while (door.state().at.name === 'judging') await turn();
    };
    const kinds = () =>
      store.entriesAfter(0 as Sequence, 50).map(({ entry }) => entry.content.kind);
    const handOver = () => {
      const found = store
        .entriesAfter(0 as Sequence, 50)
        .map(({ entry }) => entry.content)
        .find((content) => content.kind === 'hand-over');
      if (found?.kind !== 'hand-over') throw new Error('no hand-over in the log');
      return found;
    };
    return { door, store, log, failures, printOf, judged, kinds, handOver };
  };
  const stocked = (policy: Partial<Policy> = {}) => {
    const started = start();
    started.store.write((writer) => {
      writer.applyItem({ type: 'policy', policy: { ...DEFAULT_POLICY, waitsMs: [0], ...policy } });
      writer.applyItem(stop);
      writer.applyItem(other);
    });
    return started;
  };

  return { at, start, stocked };
};
