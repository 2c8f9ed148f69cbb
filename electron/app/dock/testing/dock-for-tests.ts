import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import {
  endKeyOnMachine,
  prepareRootOnMachine,
  rollRootOnMachine,
} from '../../../../central/src/roll-key.ts';
import {
  type CampaignCentral,
  startCampaignCentral,
} from '../../../../central/src/testing/campaign-central.ts';
import { waitUntil } from '../../../../e2e/support/wait-until.ts';
import { makeMemoryKeychain } from '../../../../faults/support/memory-keychain.ts';
import { clientFor } from '../../../../faults/support/reach-central.ts';
import { type Home, openTerminal, unlockPorts } from '../../../../faults/support/terminal.ts';
import type { KeyPurpose } from '../../../../shared/protocol/api/signed.ts';
import type { Finding } from '../../../../shared/protocol/api/terminal.ts';
import type { PublicKey, Sequence } from '../../../../shared/protocol/ids.ts';
import type { StoppedWhy } from '../../../../shared/protocol/log/entry.ts';
import { makeSystemClock } from '../../../clock/system-clock.ts';
import { makeAnchorKeeper } from '../../../keychain/terminal-secrets.ts';
import { allStops } from '../../../testing/all-stops.ts';
import { makeReadClock } from '../../clock/read-clock.ts';
import { makeLogWriter } from '../../log/write-log.ts';
import { unlockStore } from '../../open.ts';
import type { Central } from '../../ports/central.ts';
import { makeDock } from '../run-dock.ts';

export const clock = makeSystemClock();

export const finding = (sequence: Sequence, code: Finding['code']): Finding => ({ sequence, code });
/** A central whose hand-in finds this, whatever it is given. */
export const finds =
  (...findings: Finding[]) =>
  (real: Central): Partial<Central> => ({
    handIn: async (...of) => {
      const answer = await real.handIn(...of);
      return answer.ok ? { ok: true, value: { ...answer.value, findings } } : answer;
    },
  });

/** Dockings with a real central, whose answers tests may change. */
export const dockForTests = () => {
  let real: CampaignCentral;
  beforeAll(async () => {
    real = await startCampaignCentral({ now: clock.wall });
  });
  afterAll(() => real.stop());

  /** A terminal that has docked once and accepted one stop of two; and a docking that can be answered. */
  const start = async () => {
    const home: Home = { folder: mkdtempSync(join(tmpdir(), 'kerbside-dock-')), profile: 'dock' };
    const keychain = makeMemoryKeychain();
    const depot = await real.newDepot({ waitsSeconds: [0] });
    const opened = await openTerminal({ home, keychain, clock, central: clientFor(clock) });
    if (!opened.ok) throw new Error(opened.error);
    const first = opened.value;
    await first.enrol(await depot.newEnrolmentCode());
    const record = first.store.terminal();
    if (record === null) throw new Error('the terminal is not enrolled');
    await depot.giveStops(record.grant.terminal, [{}, {}]);
    await first.dock();
    const [stop, other] = allStops(first.store);
    if (stop === undefined || other === undefined) throw new Error('there are no two stops');
    await first.show(stop, await depot.codeOf(stop));
    await first.close();
    const ports = await unlockPorts({ home, keychain });
    const unlocked = ports.ok ? await unlockStore(ports.value) : ports;
    if (!unlocked.ok) throw new Error(unlocked.error);
    const { store, signer } = unlocked.value;
    const readClock = makeReadClock(store, clock);
    const genuine = clientFor(clock)(signer);
    const central = { ...genuine };
    const readTime = () => readClock().now;
    const quiet: boolean[] = [];
    const stopped: StoppedWhy[] = [];
    const dock = makeDock({
      store,
      log: makeLogWriter({
        store,
        anchors: makeAnchorKeeper(keychain, home.profile),
        signer,
        readTime,
        randomBytes: (length) => new Uint8Array(randomBytes(length)),
        identity: () => ({ terminal: record.grant.terminal, driver: null }),
      }),
      central,
      clock,
      readTime,
      random: () => 0,
      diagnostics: () => undefined,
      pulled: async () => ({ ok: true, value: null }),
      changed: () => undefined,
      done: () => undefined,
      quietlyOver: (done) => void quiet.push(done),
      stopped: (why) => void stopped.push(why),
    });
    const isDone = () => dock.state().phase === 'done' || dock.state().phase === 'failed';
    return {
      dock,
      quiet,
      stopped,
      store,
      stop,
      other,
      close: () => {
        dock.stop();
        store.close();
      },
      codeOf: () => depot.codeOf(stop),
      handedOver: store.logPosition().sequence,
      /** What opening the same profile again finds. */
      again: async () => {
        store.close();
        const reopened = await openTerminal({ home, keychain, clock, central: () => central });
        if (!reopened.ok) throw new Error(reopened.error);
        return reopened.value;
      },
      answer: (change: (real: Central) => Partial<Central>) =>
        void Object.assign(central, genuine, change(genuine)),
      run: async () => {
        dock.start();
        await waitUntil('the docking is over', isDone);
      },
    };
  };

  /** Ends the key with which central signs for a purpose, as an operator does. */
  const endKey = async (purpose: KeyPurpose): Promise<string> => {
    const { ports, databaseUrl, dataFolder } = real.central;
    const { id } = ports.keys.signing(purpose, clock.wall());
    const ended = await endKeyOnMachine({ databaseUrl, dataFolder, now: clock.wall }, id);
    if (!ended.ok) throw new Error(ended.error.sentence);
    return id;
  };

  /** Puts another root key in force, which was prepared long before, and gives its public half. */
  const rollRoot = async (): Promise<PublicKey> => {
    const { ports, databaseUrl, dataFolder } = real.central;
    const machine = { databaseUrl, dataFolder, now: clock.wall };
    const prepared = await prepareRootOnMachine(machine);
    if (!prepared.ok) throw new Error(prepared.error.sentence);
    await ports.pool.query(
      `update central_key set listed_at = listed_at - interval '3 days' where id = $1`,
      [prepared.value.id],
    );
    const rolled = await rollRootOnMachine(machine, clock.wall());
    if (!rolled.ok) throw new Error(rolled.error.sentence);
    return prepared.value.publicKey;
  };

  return { start, endKey, rollRoot };
};
