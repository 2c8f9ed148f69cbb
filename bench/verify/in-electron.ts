import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { app } from 'electron';
import { makeReadClock } from '../../electron/app/clock/read-clock.ts';
import { makeVerifyScan } from '../../electron/app/door/verify-scan.ts';
import { makeLogWriter } from '../../electron/app/log/write-log.ts';
import { makeSystemClock } from '../../electron/clock/system-clock.ts';
import { nativeArgon2id } from '../../electron/crypto/native-argon2id.ts';
import { openOsKeychain } from '../../electron/keychain/os-keychain.ts';
import { makeAnchorKeeper } from '../../electron/keychain/terminal-secrets.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { aDelivery, saidNothing } from '../../electron/testing/samples.ts';
import type { ManifestDelivery } from '../../shared/protocol/api/terminal.ts';
import { type DeliveryCode, makeDeliveryCode } from '../../shared/protocol/code/delivery-code.ts';
import { STANDARD_COST } from '../../shared/protocol/crypto/argon2id.ts';
import { makeSigner } from '../../shared/protocol/crypto/keys.ts';
import type { Instant, TerminalId } from '../../shared/protocol/ids.ts';
import { sealCode } from '../../shared/protocol/schemes/sealed.ts';
import type { Block, Figures } from './figures.ts';

// Runs as Electron's main process, with the terminal's real keychain, store, clock and derivation:
// `electron FOLDER RUNS BINDING RESULT`. BINDING is SQLite's native part, or `packaged`.

const WARM_UP = 20;
const BLOCK_RUNS = 100;
const HOUR = 3_600_000;

const [runsText, bindingText, result] = process.argv.slice(-3);
if (runsText === undefined || bindingText === undefined || result === undefined) {
  throw new Error('how many runs, which binding, and where to write the figures');
}
const runs = Number(runsText);
const blockRuns = Math.min(BLOCK_RUNS, runs);
const binding = bindingText === 'packaged' ? undefined : bindingText;
const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-bench-'));
const pepper = new Uint8Array(randomBytes(32));
const clock = makeSystemClock();

const codeOf = (n: number): DeliveryCode =>
  makeDeliveryCode(Uint8Array.from({ length: 9 }, (_, i) => ((n >> (i * 2)) * 7 + i) & 31));

const seal = async (n: number): Promise<ManifestDelivery> => {
  const delivery = aDelivery(n);
  const now = clock.wall();
  const verifier = {
    ...delivery.verifier,
    cost: STANDARD_COST,
    notBefore: (now - HOUR) as Instant,
    notAfter: (now + HOUR) as Instant,
  };
  const presenceKey = await sealCode(verifier, pepper, codeOf(n), nativeArgon2id);
  return { ...delivery, verifier: { ...verifier, presenceKey } };
};

/** Adds up how long calls take until it is asked. */
const makeTimer = () => {
  let sum = 0;
  const taken: number[] = [];
  return {
    taken,
    during: async <T>(work: () => Promise<T>): Promise<T> => {
      const start = performance.now();
      try {
        return await work();
      } finally {
        sum += performance.now() - start;
      }
    },
    now: <T>(work: () => T): T => {
      const start = performance.now();
      try {
        return work();
      } finally {
        sum += performance.now() - start;
      }
    },
    next: (): void => {
      taken.push(sum);
      sum = 0;
    },
    clear: (): void => {
      sum = 0;
    },
  };
};

/** How long the main thread has run, and was ready while others had the cores, in milliseconds. */
const mainThread = (): { readonly ran: number; readonly waited: number } => {
  try {
    const text = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8');
    const [ran, waited] = text.split(' ');
    return { ran: Number(ran) / 1e6, waited: Number(waited) / 1e6 };
  } catch {
    return { ran: 0, waited: 0 };
  }
};

/**
 * The longest gap between two turns of the event loop while work is done, without the time for
 * which the thread was ready and other programs had the cores; and the longest that it computed
 * between two turns. What the first has beyond the second is the disk's: the store waits for it.
 */
const longestBlock = async (work: () => Promise<unknown>): Promise<Block> => {
  let longest: Block = { ms: 0, computedMs: 0 };
  let last = performance.now();
  let before = mainThread();
  let isOver = false;
  const tick = (): void => {
    const now = performance.now();
    const thread = mainThread();
    // A timer of one millisecond comes after one; what is beyond it nobody else could have had.
    const ms = now - last - 1 - (thread.waited - before.waited);
    longest = {
      ms: Math.max(longest.ms, ms),
      computedMs: Math.max(longest.computedMs, thread.ran - before.ran),
    };
    last = now;
    before = thread;
    if (!isOver) setTimeout(tick, 1);
  };
  setTimeout(tick, 1);
  await work();
  isOver = true;
  tick();
  return longest;
};

const openLimit = () => {
  const options = binding === undefined ? {} : { nativeBinding: binding };
  const database = new Database(path.join(folder, 'limit.db'), options);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO row (text) VALUES (?)');
  const row = 'x'.repeat(700);
  return { insert: () => insert.run(row), close: () => database.close() };
};

const measure = async (): Promise<Figures> => {
  const opened = openStore(path.join(folder, 'store.db'), new Uint8Array(randomBytes(32)), binding);
  if (!opened.ok) throw new Error(opened.error);
  const store = opened.value;
  const total = WARM_UP + runs + blockRuns;
  const stops: ManifestDelivery[] = [];
  for (let n = 0; n < total; n += 2) {
    stops.push(...(await Promise.all([seal(n), seal(n + 1)])));
  }
  store.write((writer) => {
    for (const stop of stops) writer.applyItem(stop);
  });

  const timers = { argon2id: makeTimer(), keychain: makeTimer(), store: makeTimer() };
  const anchors = makeAnchorKeeper(openOsKeychain(), path.basename(folder));
  const timedStore = {
    ...store,
    write: (work: Parameters<typeof store.write>[0]) => timers.store.now(() => store.write(work)),
    countTry: (...of: Parameters<typeof store.countTry>) =>
      timers.store.now(() => store.countTry(...of)),
  };
  const readClock = makeReadClock(store, clock);
  const log = makeLogWriter({
    store: timedStore,
    anchors: {
      read: anchors.read,
      write: (heads) => timers.keychain.during(() => anchors.write(heads)),
    },
    signer: makeSigner(new Uint8Array(randomBytes(32))),
    readTime: () => readClock().now,
    identity: () => ({
      terminal: '00000000-0000-4000-8000-0000000000aa' as TerminalId,
      driver: null,
    }),
  });
  const { judge } = makeVerifyScan({
    store: timedStore,
    log,
    pepper,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    argon2id: (...of) => timers.argon2id.during(() => nativeArgon2id(...of)),
    readClock,
  });
  const accept = async (n: number): Promise<void> => {
    const stop = stops[n];
    if (stop === undefined) throw new Error(`no stop ${n}`);
    const verdict = await judge(stop.id, 'hand-over', codeOf(n), saidNothing(stop.parcels));
    if (!verdict.ok || verdict.value.result !== 'accepted') {
      throw new Error(`stop ${n} was not accepted: ${JSON.stringify(verdict)}`);
    }
  };

  const bare = openLimit();
  const limits = { argon2id: makeTimer(), insert: makeTimer() };
  const secret = new Uint8Array(randomBytes(32));
  const salt = new Uint8Array(randomBytes(16));
  const limit = async (): Promise<void> => {
    await limits.argon2id.during(() => nativeArgon2id(secret, salt, STANDARD_COST));
    limits.insert.now(bare.insert);
  };

  const verdict: number[] = [];
  const beside: number[] = [];
  const time = async (work: () => Promise<void>): Promise<number> => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  const all = [...Object.values(timers), ...Object.values(limits)];
  for (let n = 0; n < WARM_UP + runs; n++) {
    // Each is measured right beside the other, so that what else the machine does meets both.
    const took = n % 2 === 0 ? [await time(() => accept(n)), await time(limit)] : [];
    if (took.length === 0) {
      const first = await time(limit);
      took.push(await time(() => accept(n)), first);
    }
    if (n < WARM_UP) {
      for (const timer of all) timer.clear();
      continue;
    }
    verdict.push(took[0] ?? 0);
    beside.push(took[1] ?? 0);
    for (const timer of all) timer.next();
  }
  const blocks: Block[] = [];
  const idleBlocks: Block[] = [];
  for (let n = WARM_UP + runs; n < total; n++) {
    blocks.push(await longestBlock(() => accept(n)));
    idleBlocks.push(await longestBlock(() => new Promise((resolve) => setTimeout(resolve, 60))));
  }
  bare.close();
  store.close();
  const { electron, node, chrome } = process.versions;
  return {
    verdict,
    limit: beside,
    limitParts: { argon2id: limits.argon2id.taken, insert: limits.insert.taken },
    parts: {
      argon2id: timers.argon2id.taken,
      keychain: timers.keychain.taken,
      store: timers.store.taken,
    },
    blocks,
    idleBlocks,
    versions: { electron: electron ?? '', node, chromium: chrome ?? '' },
  };
};

const run = async (): Promise<void> => {
  await app.whenReady();
  const figures = await measure();
  writeFileSync(result, JSON.stringify(figures));
};

run().then(
  () => app.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    app.exit(1);
  },
);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
