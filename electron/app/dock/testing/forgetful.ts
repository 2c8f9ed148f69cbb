import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { makeMemoryKeychain } from '../../../../faults/support/memory-keychain.ts';
import { makeSigner } from '../../../../shared/protocol/crypto/keys.ts';
import { day, type Instant } from '../../../../shared/protocol/ids.ts';
import { makeAnchorKeeper } from '../../../keychain/terminal-secrets.ts';
import { makeStore } from '../../../store/make-store.ts';
import { migrate } from '../../../store/migrate.ts';
import { settle } from '../../../store/open-database.ts';
import { aDelivery, aRecord, aRoute, TERMINAL } from '../../../testing/samples.ts';
import { makeLogWriter } from '../../log/write-log.ts';
import type { Today } from '../erase-over.ts';

export const DAY_MS = 86_400_000;
export const START = Date.parse('2027-01-15T00:00:00Z') as Instant;

/** The depot's day, so many days after the route's. */
export const daysLater = (n: number): Today => {
  const start = (START + n * DAY_MS) as Instant;
  return { day: day.parse(new Date(start).toISOString().slice(0, 10)), start };
};

/**
 * A terminal's store and log that are as they always are but for the cipher: what is in the files can
 * be read. Central reads entries of version 2, and the clock says what `at` does.
 */
export const openPlainly = (stops: number) => {
  const path = join(mkdtempSync(join(tmpdir(), 'kerbside-plain-')), 'store.db');
  const database = new Database(path);
  settle(database);
  migrate(database);
  const store = makeStore(database);
  const signer = makeSigner(new Uint8Array(32).fill(5));
  const { publicKey } = signer;
  const clock = { at: START };
  const log = makeLogWriter({
    store,
    anchors: makeAnchorKeeper(makeMemoryKeychain(), 'plain'),
    signer,
    readTime: () => ({ at: clock.at, trust: 'central' }),
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    identity: () => ({ terminal: TERMINAL, driver: null }),
  });
  store.write((writer) => {
    writer.enrol(aRecord({ signer, agreementKey: publicKey, depotAgreementKey: publicKey }));
    writer.setEntryVersion(2);
    writer.applyItem(aRoute({ day: daysLater(0).day }));
    for (let n = 1; n <= stops; n++) writer.applyItem(aDelivery(n));
  });
  /** All bytes of the store: the file with its free pages, and the write-ahead log. */
  const bytes = (): Buffer =>
    Buffer.concat(
      readdirSync(dirname(path)).map((name) => readFileSync(join(dirname(path), name))),
    );
  return { database, store, log, clock, bytes };
};
