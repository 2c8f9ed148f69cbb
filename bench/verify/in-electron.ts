import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { app } from 'electron';
import { makeSystemClock } from '../../electron/clock/system-clock.ts';
import { nativeArgon2id } from '../../electron/crypto/native-argon2id.ts';
import { openOsKeychain } from '../../electron/keychain/os-keychain.ts';
import { makeAnchorKeeper } from '../../electron/keychain/terminal-secrets.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { openFilled } from '../../electron/testing/filled-terminal.ts';
import { aDelivery, aRoute } from '../../electron/testing/samples.ts';
import type { ManifestDelivery } from '../../shared/protocol/api/terminal.ts';
import { type DeliveryCode, makeDeliveryCode } from '../../shared/protocol/code/delivery-code.ts';
import { STANDARD_COST } from '../../shared/protocol/crypto/argon2id.ts';
import type { Instant } from '../../shared/protocol/ids.ts';
import { DEFAULT_POLICY } from '../../shared/protocol/policy.ts';
import { sealCode } from '../../shared/protocol/schemes/sealed.ts';
import type { Block, Figures } from './figures.ts';
import { longestBlock, makeTimer } from './measure.ts';

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
const clock = makeSystemClock();

const codeOf = (n: number): DeliveryCode =>
  makeDeliveryCode(Uint8Array.from({ length: 9 }, (_, i) => ((n >> (i * 2)) * 7 + i) & 31));

const seal = async (n: number, pepper: Uint8Array): Promise<ManifestDelivery> => {
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
  const file = path.join(folder, 'store.db');
  const total = WARM_UP + runs + blockRuns;
  const stops: ManifestDelivery[] = [];
  const timers = { argon2id: makeTimer(), keychain: makeTimer(), store: makeTimer() };
  const anchors = makeAnchorKeeper(openOsKeychain(), path.basename(folder));
  let look = (): void => undefined;
  const { terminal } = await openFilled(
    {
      openStore: (key) => openStore(file, key, binding),
      anchors: {
        read: anchors.read,
        write: (heads) => timers.keychain.during(() => anchors.write(heads)),
      },
      clock,
      argon2id: (...of) => timers.argon2id.during(() => nativeArgon2id(...of)),
      front: (store) => ({
        ...store,
        write: (work) => timers.store.now(() => store.write(work)),
        countTry: (...of) => timers.store.now(() => store.countTry(...of)),
      }),
      changed: () => look(),
    },
    async (pepper) => {
      for (let n = 0; n < total; n += 2) {
        stops.push(...(await Promise.all([seal(n, pepper), seal(n + 1, pepper)])));
      }
      const policy = { ...DEFAULT_POLICY, unscanned: 'free' as const };
      return [{ type: 'policy', policy }, aRoute(), ...stops];
    },
  );
  /** The next verdict, as soon as the terminal says that there is something new to see. */
  const nextVerdict = () =>
    new Promise<ReturnType<typeof terminal.view>['screen']>((resolve) => {
      look = () => {
        const { screen } = terminal.view();
        if (screen.name === 'verdict' || screen.name === 'blocked') resolve(screen);
      };
    });
  const arrive = (n: number): void => {
    const delivery = stops[n]?.id;
    if (delivery === undefined) throw new Error(`no stop ${n}`);
    const { screen } = terminal.view();
    look = () => undefined;
    if (screen.name === 'verdict') {
      terminal.touch({ type: 'verdict/acknowledge', input: { id: screen.id } });
    }
    terminal.touch({ type: 'stop/open', input: { delivery } });
  };
  const accept = async (n: number): Promise<void> => {
    const shown = nextVerdict();
    const stop = stops[n];
    if (stop === undefined || !terminal.typeCode(stop.id, codeOf(n))) {
      throw new Error(`the door of stop ${n} is not open`);
    }
    const screen = await shown;
    if (screen.name !== 'verdict' || screen.verdict.result !== 'accepted') {
      throw new Error(`stop ${n} was not accepted: ${JSON.stringify(screen)}`);
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
    arrive(n);
    for (const timer of Object.values(timers)) timer.clear();
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
    arrive(n);
    blocks.push(await longestBlock(() => accept(n)));
    idleBlocks.push(await longestBlock(() => new Promise((resolve) => setTimeout(resolve, 60))));
  }
  bare.close();
  await terminal.shutDown();
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
