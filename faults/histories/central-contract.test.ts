import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Central, TerminalRecord } from '../../electron/app/ports/central.ts';
import type { ManifestItem } from '../../shared/protocol/api/terminal.ts';
import { fingerprint, sha256Of } from '../../shared/protocol/crypto/keys.ts';
import { parseEnrolmentCode } from '../../shared/protocol/enrolment/enrolment-code.ts';
import type { Hash, Instant, Sequence } from '../../shared/protocol/ids.ts';
import {
  EMPTY_LOG,
  hashEntry,
  type LogPosition,
  makeEntry,
} from '../../shared/protocol/log/chain.ts';
import type { SignedEntry } from '../../shared/protocol/log/entry.ts';
import type { Result } from '../../shared/result.ts';
import { type Contracted, startFake, startReal } from './contracted-centrals.ts';

// What a terminal may rely on in central. The real one and the fake that histories are played with
// are held to the same, through the port by which the terminal sees them.

const starts = { 'the real central': startReal, 'the fake': startFake } as const;

const must = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(`central says ${String(result.error)}`);
  return result.value;
};

describe.each(Object.entries(starts))('%s', (_name, start) => {
  let subject: Contracted;
  let record: TerminalRecord;
  let port: Central;
  beforeAll(async () => {
    subject = await start();
    ({ record, port } = subject);
  });
  afterAll(() => subject?.stop());

  const write = (after: LogPosition, manifest = randomBytes(4)): SignedEntry =>
    makeEntry(
      after,
      {
        terminal: record.grant.terminal,
        driver: null,
        time: { at: subject.now(), trust: 'wall' },
      },
      { kind: 'pulled', cursor: 1, items: 1, manifest: sha256Of(new Uint8Array(manifest)) },
      subject.signer,
    ).signed;
  const headAt = ({ entry }: SignedEntry): { sequence: Sequence; hash: Hash } => ({
    sequence: entry.sequence,
    hash: hashEntry(entry),
  });
  const handIn = async (...entries: SignedEntry[]) => {
    const { acknowledged, hash } = must(await port.handIn(record, entries, subject.now())).receipt;
    return { sequence: acknowledged, hash };
  };
  /** Everything after a cursor, page by page. */
  const pullAll = async (from: number) => {
    const items: ManifestItem[] = [];
    for (let after = from; ; ) {
      const page = must(await port.pull(record, after, subject.now()));
      expect(page.after).toBe(after);
      if (page.items.length > 0) expect(page.cursor).toBeGreaterThan(after);
      items.push(...page.items);
      after = page.cursor;
      if (page.remaining === 0) return { items, cursor: after };
    }
  };
  const deliveriesIn = (items: readonly ManifestItem[]) =>
    items.flatMap((item) => (item.type === 'delivery' ? [item] : []));
  let cursor = 0;
  let log: SignedEntry[] = [];

  test('enrols with the keys that it is shown, under the root that the code names', async () => {
    expect(record.grant).toMatchObject(subject.own);
    const code = parseEnrolmentCode(subject.enrolmentCode);
    if (!code.ok) throw new Error(code.error);
    const again = must(await port.enrol(code.value, subject.own));
    expect(fingerprint(again.root)).toBe(code.value.root);
    expect(again.grant).toEqual(record.grant);
  });

  test('tells its own time', async () => {
    expect(must(await port.proveTime(record))).toEqual({
      ...{ time: subject.now(), revoked: null },
      ...{ entries: 2, trust: null },
      name: record.grant.terminalName,
    });
  });

  test('acknowledges what follows, and the same again changes nothing', async () => {
    const first = write(EMPTY_LOG);
    const second = write(headAt(first));
    log = [first, second];
    expect(await handIn(first)).toEqual(headAt(first));
    expect(await handIn(first, second)).toEqual(headAt(second));
    expect(await handIn(first)).toEqual(headAt(second));
  });

  test('does not take what follows a gap', async () => {
    const [, second] = log as [SignedEntry, SignedEntry];
    const third = write(headAt(second));
    expect(await handIn(write(headAt(third)))).toEqual(headAt(second));
    expect(await handIn(third)).toEqual(headAt(third));
    log = [...log, third];
  });

  test('keeps its own entry against another one of the same number', async () => {
    const [first, , third] = log as [SignedEntry, SignedEntry, SignedEntry];
    const other = write(headAt(first));
    expect(await handIn(other)).toEqual(headAt(third));
    expect(await handIn(write(headAt(other)))).toEqual(headAt(third));
  });

  test('has done what it was asked for when only the answer is lost, and nothing if the question is', async () => {
    const newest = log.at(-1) as SignedEntry;
    const next = write(headAt(newest));
    subject.reach({ lost: 'request', from: 0 });
    expect(await port.handIn(record, [next], subject.now())).toMatchObject({ ok: false });
    subject.reach('there');
    expect(await handIn(newest)).toEqual(headAt(newest));
    subject.reach({ lost: 'answer', from: 0 });
    expect(await port.handIn(record, [next], subject.now())).toEqual({
      ok: false,
      error: 'central-unreachable',
    });
    subject.reach('there');
    expect(await handIn(newest)).toEqual(headAt(next));
    log = [...log, next];
  });

  test('gives its items after a cursor, the same ones again, and then nothing', async () => {
    await subject.giveStop();
    const all = await pullAll(0);
    expect(all.items.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['policy', 'route', 'delivery']),
    );
    expect((await pullAll(0)).items).toEqual(all.items);
    expect(await pullAll(all.cursor)).toEqual({ items: [], cursor: all.cursor });
    cursor = all.cursor;
  });

  test('gives who is added to the staff and who is removed', async () => {
    await subject.addStaff();
    const added = await pullAll(cursor);
    const [member] = added.items;
    if (member?.type !== 'staff') throw new Error('nobody was added');
    await subject.removeStaff();
    const removed = await pullAll(added.cursor);
    expect(removed.items).toEqual([{ type: 'staff-removed', id: member.id }]);
    cursor = removed.cursor;
  });

  test('gives the next issue of a code that it took back, with a later number', async () => {
    const [given] = deliveriesIn((await pullAll(0)).items);
    if (given === undefined) throw new Error('there is no delivery');
    await subject.withdraw();
    const withdrawn = await pullAll(cursor);
    expect(withdrawn.items).toEqual([{ type: 'withdrawn', delivery: given.id }]);
    await subject.issueAgain();
    const again = await pullAll(withdrawn.cursor);
    const [anew] = deliveriesIn(again.items);
    expect(anew).toMatchObject({ id: given.id, shortId: given.shortId, route: given.route });
    expect(anew?.epoch).toBeGreaterThan(given.epoch);
    cursor = again.cursor;
  });

  test('out of a backup knows neither the newest entries nor a newer cursor, and gives all anew', async () => {
    const { entries } = await subject.backUp();
    const newest = log.at(-1) as SignedEntry;
    const lost = write(headAt(newest));
    expect(await handIn(lost)).toEqual(headAt(lost));
    await subject.changePolicy();
    cursor = (await pullAll(cursor)).cursor;
    await subject.restore(entries);
    expect(await port.pull(record, cursor, subject.now())).toEqual({
      ok: false,
      error: 'cursor-unknown',
    });
    const anew = await pullAll(0);
    expect(anew.cursor).toBeGreaterThan(cursor);
    expect(deliveriesIn(anew.items)).not.toEqual([]);
    expect(await handIn(newest)).toEqual(headAt(newest));
    expect(await handIn(lost)).toEqual(headAt(lost));
    log = [...log, lost];
  });

  test('says with the time that a terminal is revoked, gives it nothing, and takes what it has', async () => {
    const before: Instant = subject.now();
    await subject.revoke();
    const told = must(await port.proveTime(record));
    expect(told.revoked).toBeGreaterThanOrEqual(before);
    expect(told.revoked).toBeLessThanOrEqual(told.time);
    expect(await port.pull(record, 0, subject.now())).toEqual({
      ok: false,
      error: 'central-failed',
    });
    const last = write(headAt(log.at(-1) as SignedEntry));
    expect(await handIn(last)).toEqual(headAt(last));
  });
});
