import { expect, test } from 'vitest';
import { waitUntil } from '../../../e2e/support/wait-until.ts';
import { utf8 } from '../../../shared/protocol/codec/bytes.ts';
import { sha256Of } from '../../../shared/protocol/crypto/keys.ts';
import type { Instant, Sequence, StaffId } from '../../../shared/protocol/ids.ts';
import { err, ok } from '../../../shared/result.ts';
import type { Central } from '../ports/central.ts';
import { presentDock } from '../screen/present.ts';
import { clock, dockForTests, finding, finds } from './testing/dock-for-tests.ts';

const { start } = dockForTests();

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

test('what central finds is shown with its stop until a finished docking is left, each once', async () => {
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
  const { findings } = presentDock(state, dock.findings(), store, null, 0 as Instant, null, null);
  expect(findings).toMatchObject({
    total: 2,
    shown: [
      { ...second, stop: { position: stop.position, customer: stop.customer } },
      { ...nowhere, stop: null },
    ],
  });

  // A terminal that stands in its dock docks again by itself: perhaps nobody has seen them yet.
  answer(() => ({}));
  await run();
  expect(dock.findings()).toEqual([second, nowhere]);
  dock.leave();
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

test('what the depot calls it now is its name from this docking on, and one that says none changes nothing', async () => {
  const { dock, store, answer, run, again } = await start();
  const told = (name: string | null) => (): Partial<Central> => ({
    proveTime: async () => ok({ time: clock.wall(), revoked: null, entries: 2, trust: null, name }),
  });
  const before = store.terminal();
  answer(told('Van 3'));
  await run();
  expect(store.terminal()).toEqual({
    ...before,
    grant: { ...before?.grant, terminalName: 'Van 3' },
  });
  answer(told(null));
  await run();
  dock.stop();
  const restarted = await again();
  expect(restarted.store.terminal()?.grant.terminalName).toBe('Van 3');
  await restarted.close();
});

const revokedSince = (since: Instant) => (): Partial<Central> => ({
  proveTime: async () =>
    ok({ time: clock.wall(), revoked: since, entries: 1, trust: null, name: null }),
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
