import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type CampaignCentral,
  startCampaignCentral,
} from '../../../central/src/testing/campaign-central.ts';
import { waitUntil } from '../../../e2e/support/wait-until.ts';
import { makeMemoryKeychain } from '../../../faults/support/memory-keychain.ts';
import { clientFor } from '../../../faults/support/reach-central.ts';
import { type Home, openTerminal, unlockPorts } from '../../../faults/support/terminal.ts';
import type { Finding } from '../../../shared/protocol/api/terminal.ts';
import { utf8 } from '../../../shared/protocol/codec/bytes.ts';
import { sha256Of } from '../../../shared/protocol/crypto/keys.ts';
import type { Instant, Sequence, StaffId } from '../../../shared/protocol/ids.ts';
import { hashEntry } from '../../../shared/protocol/log/chain.ts';
import type { StoppedWhy } from '../../../shared/protocol/log/entry.ts';
import { err, ok } from '../../../shared/result.ts';
import { makeSystemClock } from '../../clock/system-clock.ts';
import { makeAnchorKeeper } from '../../keychain/terminal-secrets.ts';
import { allStops } from '../../testing/all-stops.ts';
import { makeReadClock } from '../clock/read-clock.ts';
import { agreesWithLog } from '../log/agrees-with-log.ts';
import { makeLogWriter } from '../log/write-log.ts';
import { unlockStore } from '../open.ts';
import type { Central } from '../ports/central.ts';
import { presentDock } from '../screen/present.ts';
import { makeDock } from './run-dock.ts';

const clock = makeSystemClock();
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

test('a quiet docking hands in and ends by itself, whatever comes of it', async () => {
  const { dock, quiet, store, answer, close } = await start();
  const runQuietly = async () => {
    const before = quiet.length;
    dock.startQuietly();
    expect(dock.isQuiet()).toBe(true);
    await waitUntil('the quiet docking is over', () => quiet.length > before);
    expect(dock.state().phase).toBe('idle');
  };
  const staff = '00000000-0000-4000-8000-000000000001' as StaffId;
  for (let n = 0; n < 5; n++) store.staff.countPinTry(staff, clock.wall());
  answer(() => ({ handIn: async () => err('central-unreachable') }));
  await runQuietly();
  expect(store.waiting().entries).toBeGreaterThan(0);
  answer(() => ({}));
  await runQuietly();
  expect(quiet).toEqual([false, true]);
  expect(store.waiting().entries).toBe(0);
  expect(store.staff.pinTries().get(staff)?.count).toBe(5);
  close();
});

test('what central found on the road is shown at the dock, until that is left', async () => {
  const { dock, quiet, handedOver, answer, run, close } = await start();
  const second = finding(handedOver, 'second-hand-over');
  answer(finds(second));
  dock.startQuietly();
  await waitUntil('the quiet docking is over', () => quiet.length > 0);
  answer(() => ({}));
  await run();
  expect(dock.findings()).toEqual([second]);
  dock.leave();
  expect(dock.findings()).toEqual([]);
  close();
});

test('who wants to see a quiet docking sees it, and it lifts the locks as any other', async () => {
  const { dock, quiet, store, run, close } = await start();
  const staff = '00000000-0000-4000-8000-000000000001' as StaffId;
  for (let n = 0; n < 5; n++) store.staff.countPinTry(staff, clock.wall());
  dock.startQuietly();
  await run();
  expect(dock.isQuiet()).toBe(false);
  expect(dock.state().phase).toBe('done');
  expect(quiet).toEqual([]);
  expect(store.staff.pinTries().get(staff)?.count).toBe(4);
  close();
});

const finding = (sequence: Sequence, code: Finding['code']): Finding => ({ sequence, code });
const finds =
  (...findings: Finding[]) =>
  (real: Central): Partial<Central> => ({
    handIn: async (...of) => {
      const answer = await real.handIn(...of);
      return answer.ok ? { ok: true, value: { ...answer.value, findings } } : answer;
    },
  });

test('what central finds is shown with its stop until the next docking, each once', async () => {
  const { dock, store, stop, handedOver, answer, run, close } = await start();
  const second = finding(handedOver, 'second-hand-over');
  const nowhere = finding(1 as Sequence, 'gap');
  answer((real) => ({ ...finds(second)(real), pull: async () => err('central-unreachable') }));
  await run();
  expect(dock.state().phase).toBe('failed');
  // The same docking, tried again.
  answer(finds(second, nowhere));
  await run();
  expect(dock.state().phase).toBe('done');
  expect(dock.findings()).toEqual([second, nowhere]);

  const state = dock.state();
  if (state.phase === 'idle') throw new Error('the docking was left');
  const { findings } = presentDock(state, dock.findings(), store, null, 0 as Instant, null);
  expect(findings).toMatchObject({
    total: 2,
    shown: [
      { ...second, stop: { position: stop.position, customer: stop.customer } },
      { ...nowhere, stop: null },
    ],
  });

  answer(() => ({}));
  await run();
  expect(dock.findings()).toEqual([]);
  close();
});

test('what a hand-in was refused for is shown as well', async () => {
  const { dock, handedOver, answer, run, close } = await start();
  const forked = finding(handedOver, 'forked');
  answer((real) => ({
    handIn: async (record, entries, now) => {
      const answer = await real.handIn(record, entries, now);
      if (!answer.ok) return answer;
      const receipt = { ...answer.value.receipt, acknowledged: 0 as Sequence, hash: null };
      return { ok: true, value: { receipt, findings: [forked] } };
    },
  }));
  await run();
  expect(dock.state()).toMatchObject({ phase: 'failed', problem: 'hand-in-refused' });
  expect(dock.findings()).toEqual([forked]);
  close();
});

test('a central that was restored is given again what it lost, and the manifest is pulled anew (C2)', async () => {
  const { dock, store, stop, other, handedOver, answer, run, close } = await start();
  await run();
  const acknowledged = store.acknowledged();
  const given: number[][] = [];
  const cursor = store.cursor();
  let known = 1;
  answer((real) => ({
    handIn: async (record, entries) => {
      const numbers = entries.map(({ entry }) => entry.sequence);
      given.push(numbers);
      // It has the first entry alone, and takes what follows without a gap.
      if (numbers[0] === known + 1) known = numbers.at(-1) ?? known;
      const [named] = store.entriesAfter((known - 1) as Sequence, 1);
      if (named === undefined) throw new Error('there is no such entry');
      const receipt = {
        terminal: record.grant.terminal,
        acknowledged: known as Sequence,
        hash: hashEntry(named.entry),
      };
      const findings =
        numbers[0] === 2 || known >= (numbers[0] ?? 0) ? [] : [finding(handedOver, 'gap')];
      return { ok: true, value: { receipt, findings } };
    },
    pull: async (record, after, now) =>
      after === cursor ? err('cursor-unknown') : real.pull(record, after, now),
  }));
  await run();
  expect(dock.state().phase).toBe('done');
  expect(dock.findings()).toEqual([]);
  expect(given[0]?.[0]).toBe(acknowledged + 1);
  expect(given[1]?.[0]).toBe(2);
  expect(store.waiting().entries).toBe(0);
  expect(store.stop(other.delivery)?.withdrawn).toBe(false);
  expect(store.stop(stop.delivery)?.acceptance).toMatchObject({ sequence: handedOver });
  expect(await agreesWithLog(store)).toBe(true);
  close();
});

test('what a restored central does not give again is taken away, whatever is cut between (C2)', async () => {
  const { store, stop, other, answer, run, dock, close } = await start();
  await run();
  const cursor = store.cursor();
  answer((real) => ({
    pull: async (record, after, now) => {
      if (after === cursor) return err('cursor-unknown');
      const page = await real.pull(record, 0, now);
      if (!page.ok) return page;
      const items = page.value.items.filter(({ type }) => type !== 'delivery');
      return { ok: true, value: { ...page.value, after, cursor: 1, items } };
    },
  }));
  await run();
  expect(dock.state().phase).toBe('done');
  expect(store.cursor()).toBe(1);
  expect(store.stop(other.delivery)?.withdrawn).toBe(true);
  expect(allStops(store).map(({ delivery }) => delivery)).toEqual([stop.delivery]);
  expect(await agreesWithLog(store)).toBe(true);
  close();
});

test('a central that loses the log again and again in one docking is not followed for ever (C2)', async () => {
  const { dock, answer, run, close } = await start();
  await run();
  let asked = 0;
  answer((real) => ({
    handIn: async (record, entries, now) => {
      asked++;
      const answered = await real.handIn(record, entries, now);
      if (!answered.ok || asked % 2 === 0) return answered;
      const receipt = { ...answered.value.receipt, acknowledged: 0 as Sequence, hash: null };
      return { ok: true, value: { receipt, findings: [] } };
    },
    // Something new, so that there is an entry more to hand in.
    pull: async (record, after, now) => {
      const page = await real.pull(record, 0, now);
      return page.ok
        ? { ok: true, value: { ...page.value, after, cursor: after + 1, items: [] } }
        : page;
    },
  }));
  await run();
  expect(asked).toBe(3);
  expect(dock.state()).toMatchObject({ phase: 'failed', problem: 'hand-in-refused' });
  close();
});

const revokedSince = (since: Instant) => (): Partial<Central> => ({
  proveTime: async () => ok({ time: clock.wall(), revoked: since }),
});

test("central's signed word that it is revoked ends acceptance for good, in its log (A10)", async () => {
  const { dock, store, stop, stopped, answer, run, again, codeOf } = await start();
  const since = (clock.wall() - 1) as Instant;
  answer(revokedSince(since));
  await run();
  const why = { reason: 'revoked', since };
  expect(stopped).toEqual([why]);
  expect(dock.state()).toMatchObject({ phase: 'failed', problem: 'terminal-revoked' });
  expect(store.stopped()).toEqual(why);
  dock.stop();

  const restarted = await again();
  expect(restarted.store.stopped()).toEqual(why);
  expect(await restarted.show(stop, await codeOf())).toEqual(err('terminal-revoked'));
  await restarted.close();
});

test('a log that central has signed another one of is stopped, and keeps all of it (A5)', async () => {
  const { dock, stopped, handedOver, answer, run, again } = await start();
  const hash = sha256Of(utf8('the entry of a clone'));
  answer((real) => ({
    handIn: async (...of) => {
      const answer = await real.handIn(...of);
      if (!answer.ok) return answer;
      const receipt = { ...answer.value.receipt, acknowledged: handedOver, hash };
      return ok({ ...answer.value, receipt });
    },
  }));
  await run();
  const why = { reason: 'log-refused', acknowledged: handedOver, hash };
  expect(stopped).toEqual([why]);
  expect(dock.state()).toMatchObject({ phase: 'failed', problem: 'log-refused' });
  dock.stop();

  const restarted = await again();
  expect(restarted.store.stopped()).toEqual(why);
  expect(restarted.store.waiting().entries).toBe(
    restarted.store.logPosition().sequence - restarted.store.acknowledged(),
  );
  await restarted.close();
});

test('a receipt for more than it ever wrote is another log as well (A5)', async () => {
  const { dock, store, stopped, answer, run, close } = await start();
  const more = (store.logPosition().sequence + 50) as Sequence;
  const hash = sha256Of(utf8('further than this one ever came'));
  answer((real) => ({
    handIn: async (...of) => {
      const answer = await real.handIn(...of);
      if (!answer.ok) return answer;
      return ok({
        ...answer.value,
        receipt: { ...answer.value.receipt, acknowledged: more, hash },
      });
    },
  }));
  await run();
  expect(stopped).toEqual([{ reason: 'log-refused', acknowledged: more, hash }]);
  expect(dock.state().phase).toBe('failed');
  close();
});
