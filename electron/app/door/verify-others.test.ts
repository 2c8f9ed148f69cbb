import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeMemoryKeychain } from '../../../faults/support/memory-keychain.ts';
import { type CentralKey, keyList, signDocument } from '../../../shared/protocol/api/signed.ts';
import {
  grant,
  type ManifestDelivery,
  manifestDelivery,
} from '../../../shared/protocol/api/terminal.ts';
import { toBase64url, utf8 } from '../../../shared/protocol/codec/bytes.ts';
import { makeSigner, verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { DeliveryId, Instant, Random16, TokenId } from '../../../shared/protocol/ids.ts';
import { provesPresence } from '../../../shared/protocol/log/chain.ts';
import { NOTHING_PARTICULAR } from '../../../shared/protocol/nothing-particular.ts';

import { DEFAULT_POLICY } from '../../../shared/protocol/policy.ts';
import { hotpCode } from '../../../shared/protocol/schemes/oath/hotp.ts';
import { ocraAnswer } from '../../../shared/protocol/schemes/oath/ocra.ts';
import { parseOcraSuite } from '../../../shared/protocol/schemes/oath/ocra-suite.ts';
import { sealSeed } from '../../../shared/protocol/schemes/oath/sealed-seed.ts';
import { timeStep, totpCode } from '../../../shared/protocol/schemes/oath/totp.ts';
import { makePass } from '../../../shared/protocol/schemes/pass.ts';
import type { Pass } from '../../../shared/protocol/schemes/pass-payload.ts';
import { nativeArgon2id } from '../../crypto/native-argon2id.ts';
import { makeAnchorKeeper } from '../../keychain/terminal-secrets.ts';
import { makeStore } from '../../store/make-store.ts';
import { openDatabase } from '../../store/open-database.ts';
import { aDelivery, aRoute, saidNothing } from '../../testing/samples.ts';
import { codeOf, PEPPER, sealedStop } from '../../testing/sealed-stop.ts';
import type { ClockReading } from '../clock/read-clock.ts';
import { agreesWithLog } from '../log/agrees-with-log.ts';
import { makeLogWriter } from '../log/write-log.ts';
import type { AnchorKeeper } from '../ports/keychain.ts';
import { makeVerifyScan } from './verify-scan.ts';

const NOW = 1_800_000_000_000 as Instant;
const HOUR = 3_600_000;
const TERMINAL = '00000000-0000-4000-8000-0000000000aa';
const DEPOT = '00000000-0000-4000-8000-0000000000dd';
const TOKEN = '00000000-0000-4000-8000-0000000000ee' as TokenId;
const SEED = utf8('12345678901234567890');
const root = makeSigner(new Uint8Array(32).fill(41));
const passSigner = makeSigner(new Uint8Array(32).fill(42));
const passKey = keyList.shape.keys.element.parse({
  id: 'pass-1',
  purpose: 'pass',
  publicKey: passSigner.publicKey,
  notBefore: NOW - 24 * HOUR,
  notAfter: NOW + 24 * HOUR,
});
const listOf = (keys: readonly CentralKey[]) =>
  signDocument('keys', 'root', root, { issued: NOW - 24 * HOUR, keys });
const stop = await sealedStop(1);

const open = (path: string) => {
  const database = openDatabase(path, new Uint8Array(32).fill(1), undefined);
  if (!database.ok) throw new Error(database.error);
  return makeStore(database.value);
};

let path: string;
let clock: ClockReading;
let anchors: AnchorKeeper;
beforeEach(() => {
  anchors = makeAnchorKeeper(makeMemoryKeychain(), 'profile');
  path = join(mkdtempSync(join(tmpdir(), 'kerbside-others-')), 'store.db');
  clock = {
    now: { at: NOW, trust: 'central' },
    wallWrong: false,
    untrusted: false,
    leaseEnds: (NOW + HOUR) as Instant,
  };
});

const start = () => {
  const store = open(path);
  const log = makeLogWriter({
    store,
    anchors,
    signer: makeSigner(new Uint8Array(32).fill(21)),
    readTime: () => clock.now,
    identity: () => ({ terminal: TERMINAL as never, driver: null }),
  });
  const verify = makeVerifyScan({
    store,
    log,
    pepper: PEPPER,
    argon2id: nativeArgon2id,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    readClock: () => clock,
  });
  return { store, verify };
};
const stocked = (...items: readonly ManifestDelivery[]) => {
  const started = start();
  started.store.write((writer) => {
    writer.enrol({
      grant: grant.parse({
        terminal: TERMINAL,
        terminalName: 'Handheld 1',
        depot: DEPOT,
        depotName: 'Depot',
        depotAgreementKey: root.publicKey,
        signingKey: root.publicKey,
        agreementKey: root.publicKey,
      }),
      central: 'http://127.0.0.1:1',
      root: root.publicKey,
      keys: listOf([passKey]),
    });
    writer.applyItem({ type: 'policy', policy: { ...DEFAULT_POLICY, waitsMs: [0] } });
    for (const item of items) writer.applyItem(item);
  });
  return started;
};
const accepted = (unlisted: object | null = null) => ({
  ok: true,
  value: { result: 'accepted', by: 'hand-over', unlisted },
});
const refused = (reason: string, more: object = {}) => ({
  ok: true,
  value: { result: 'refused', reason, ...more },
});

describe('a signed pass', () => {
  const says = (more: Partial<Pass> = {}): Pass => ({
    delivery: stop.id,
    epoch: 2 as never,
    once: toBase64url(new Uint8Array(16).fill(5)) as Random16,
    notBefore: (NOW - HOUR) as Instant,
    notAfter: (NOW + HOUR) as Instant,
    audience: { kind: 'depot', depot: DEPOT as never },
    customer: 'C-1001',
    name: 'R. Okafor',
    address: 'Bergmannstraße 27, 10961 Berlin',
    parcels: 2,
    ...more,
  });
  const made = (pass: Pass, signer = passSigner) => {
    const one = makePass(pass, passKey, signer);
    if (!one.ok) throw new Error(one.error);
    return one.value;
  };
  const textOf = (more: Partial<Pass> = {}, signer = passSigner) =>
    utf8(made(says(more), signer).text);
  const unknown = '00000000-0000-4000-8000-0000000000cc' as DeliveryId;

  test('opens the stop that it names, once, proves itself, and locks out the code', async () => {
    const { store, verify } = stocked(stop);
    expect(verify.passNames(textOf())).toEqual({ delivery: stop.id, listed: true });
    expect(await verify.judgePass(textOf(), stop.id, saidNothing(stop.parcels))).toEqual(
      accepted(),
    );
    const entry = store.entriesAfter(0 as never, 9).at(-1)?.entry;
    if (entry?.content.kind !== 'hand-over') throw new Error('no hand-over');
    const key = made(says()).presenceKey;
    expect(provesPresence(entry, entry.content, key, verifySignature)).toBe(true);
    const used = refused('already-used', { at: NOW, by: null });
    expect(await verify.judgePass(textOf(), stop.id, saidNothing())).toEqual(used);
    expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(used);
    expect(await agreesWithLog(store)).toBe(true);
    store.close();
  });

  test('opens a delivery that the manifest does not have, and says where it is', async () => {
    const { store, verify } = stocked(stop);
    const text = () => textOf({ delivery: unknown });
    expect(verify.passNames(text())).toEqual({ delivery: unknown, listed: false });
    expect(await verify.judgePass(text(), null, saidNothing())).toEqual(
      accepted({
        delivery: unknown,
        reference: 'C-1001',
        name: 'R. Okafor',
        address: 'Bergmannstraße 27, 10961 Berlin',
        parcels: 2,
      }),
    );
    store.close();
    const again = start();
    expect(await again.verify.judgePass(text(), null, saidNothing())).toEqual(
      refused('already-used', { at: NOW, by: null }),
    );
    again.store.close();
  });

  test('of another customer that became good while it waited is still theirs', async () => {
    const { store, verify } = stocked(stop, aDelivery(2));
    const theirs = textOf({ delivery: aDelivery(2).id });
    expect(await verify.judgePass(theirs, stop.id, saidNothing(stop.parcels))).toEqual(
      refused('wrong-customer', { other: aDelivery(2).id }),
    );
    expect(store.acceptances()).toEqual([]);
    store.close();
  });

  test('is good for one delivery alone, even where a signer gives its id twice', async () => {
    const { store, verify } = stocked();
    await verify.judgePass(textOf({ delivery: unknown }), null, saidNothing());
    const twin = textOf({ delivery: '00000000-0000-4000-8000-0000000000c2' as DeliveryId });
    expect(await verify.judgePass(twin, null, saidNothing())).toEqual(
      refused('already-used', { at: null, by: null }),
    );
    store.close();
  });

  test.each<[string, Partial<Pass>, string, object]>([
    [
      'for another terminal',
      { audience: { kind: 'terminal', terminal: unknown as never } },
      'not-for-this-terminal',
      {},
    ],
    [
      'before its time',
      { notBefore: (NOW + 1_000) as Instant },
      'not-yet-valid',
      { from: NOW + 1_000 },
    ],
    ['after its time', { notAfter: NOW }, 'expired', { since: NOW }],
  ])('%s is refused', async (_name, more, reason, also) => {
    const { store, verify } = stocked(stop);
    expect(await verify.judgePass(textOf(more), stop.id, saidNothing())).toEqual(
      refused(reason, also),
    );
    expect(store.acceptances()).toEqual([]);
    store.close();
  });

  test('of another signer, or not of its form, is unreadable and no attempt', async () => {
    const { store, verify } = stocked(stop);
    const stranger = textOf({}, makeSigner(new Uint8Array(32).fill(66)));
    for (const text of [stranger, utf8('KP1:'), utf8(`KP1:${'%'.repeat(2_000)}`)]) {
      expect(verify.passNames(text)).toBeNull();
      expect(await verify.judgePass(text, stop.id, saidNothing())).toEqual(refused('unreadable'));
    }
    expect(store.stop(stop.id)?.tries['hand-over'].count).toBe(0);
    store.close();
  });

  test('that central took back is revoked, and so is one of a delivery that is gone', async () => {
    const { store, verify } = stocked(stop);
    store.write((writer) => writer.applyItem({ type: 'pass-withdrawn', once: says().once }));
    expect(await verify.judgePass(textOf(), stop.id, saidNothing())).toEqual(refused('revoked'));
    const other = textOf({ once: toBase64url(new Uint8Array(16).fill(6)) as Random16 });
    store.write((writer) => writer.applyItem({ type: 'withdrawn', delivery: stop.id }));
    expect(await verify.judgePass(other, stop.id, saidNothing())).toEqual(refused('revoked'));
    store.close();
  });

  test('needs the lease and a clock that is believed', async () => {
    const { store, verify } = stocked(stop);
    clock = { ...clock, untrusted: true };
    const late = textOf({ notAfter: NOW });
    for (const text of [textOf(), late]) {
      expect(await verify.judgePass(text, stop.id, saidNothing())).toEqual(
        refused('clock-untrusted'),
      );
    }
    clock = { ...clock, untrusted: false, leaseEnds: NOW };
    expect(await verify.judgePass(textOf({ delivery: unknown }), null, saidNothing())).toEqual(
      refused('lease-ended', { since: NOW }),
    );
    store.close();
  });

  test('a key that central takes out of its list signs nothing any more', async () => {
    const { store, verify } = stocked(stop);
    const other = { ...passKey, id: 'manifest-2', purpose: 'manifest' } as CentralKey;
    store.write((writer) => writer.applyItem({ type: 'keys', keys: listOf([other]) }));
    expect(await verify.judgePass(textOf(), stop.id, saidNothing())).toEqual(refused('unreadable'));
    store.close();
  });
});

describe("a customer's token", () => {
  const tokenStop = (n: number, verifier: object, next = 0): ManifestDelivery => {
    const { id, epoch, verifier: sealed, ...rest } = aDelivery(n);
    return manifestDelivery.parse({
      ...rest,
      id,
      epoch,
      token: { id: TOKEN, next },
      verifier: {
        delivery: id,
        epoch,
        notBefore: sealed.notBefore,
        notAfter: sealed.notAfter,
        attempts: 5,
        seed: sealSeed(SEED, PEPPER, id, new Uint8Array(24).fill(n)),
        ...verifier,
      },
    });
  };
  const HOTP = { scheme: 'hotp', hash: 'SHA1', digits: 6, lookAhead: 3, resyncAhead: 100 };
  const counterCode = (counter: number) => hotpCode('SHA1', SEED, counter, 6);
  const one = tokenStop(1, HOTP);
  const two = tokenStop(2, HOTP);

  test('a counter is good once, and for one delivery of the token alone', async () => {
    const { store, verify } = stocked(one, two);
    expect(await verify.judgeToken(one.id, counterCode(2), saidNothing())).toEqual(accepted());
    for (const [counter, reason, more] of [
      [2, 'already-used', { at: null, by: null }],
      [1, 'wrong-code', { attemptsLeft: 3 }],
    ] as const) {
      expect(await verify.judgeToken(two.id, counterCode(counter), saidNothing())).toEqual(
        refused(reason, more),
      );
    }
    expect(await agreesWithLog(store)).toBe(true);
    store.close();
    const again = start();
    expect(again.store.tokenNext(TOKEN)).toBe(3);
    expect(await again.verify.judgeToken(two.id, counterCode(3), saidNothing())).toEqual(
      accepted(),
    );
    const proofs = again.store
      .entriesAfter(0 as never, 9)
      .flatMap(({ entry: { content } }) => (content.kind === 'hand-over' ? [content.proof] : []));
    expect(proofs).toEqual([
      { scheme: 'oath', token: TOKEN, factor: 2 },
      { scheme: 'oath', token: TOKEN, factor: 3 },
    ]);
    again.store.close();
  });

  test('two codes in a row bring back a token that has run ahead; each is an attempt', async () => {
    const { store, verify } = stocked(one);
    const show = (counter: number) =>
      verify.judgeToken(one.id, counterCode(counter), saidNothing());
    expect(await show(50)).toMatchObject(refused('wrong-code', { attemptsLeft: 4 }));
    expect(await show(60)).toMatchObject(refused('wrong-code', { attemptsLeft: 3 }));
    expect(await show(61)).toEqual(accepted());
    expect(store.tokenNext(TOKEN)).toBe(62);
    store.close();
  });

  test('what central knows to be used is used', async () => {
    const ahead = tokenStop(1, HOTP, 10);
    const { store, verify } = stocked(ahead);
    expect(await verify.judgeToken(one.id, counterCode(9), saidNothing())).toMatchObject(
      refused('already-used'),
    );
    expect(await verify.judgeToken(one.id, counterCode(10), saidNothing())).toEqual(accepted());
    store.close();
  });

  test('five wrong ones lock the stop, and what is not of its form is no attempt', async () => {
    const { store, verify } = stocked(one);
    for (const text of ['12345', '1234567', 'abcdef', '١٢٣٤٥٦', '']) {
      expect(await verify.judgeToken(one.id, utf8(text), saidNothing())).toEqual(
        refused('unreadable'),
      );
    }
    for (const attemptsLeft of [4, 3, 2, 1, 0]) {
      expect(await verify.judgeToken(one.id, counterCode(900), saidNothing())).toEqual(
        refused('wrong-code', { attemptsLeft }),
      );
    }
    expect(await verify.judgeToken(one.id, counterCode(0), saidNothing())).toEqual(
      refused('locked', { until: null }),
    );
    store.close();
  });

  test('a step of time is good once', async () => {
    const totp = { scheme: 'totp', hash: 'SHA1', digits: 6, stepSeconds: 30, drift: 1 };
    const { store, verify } = stocked(tokenStop(1, totp), tokenStop(2, totp));
    const step = timeStep(NOW, 30);
    const code = () => totpCode('SHA1', SEED, step, 6);
    expect(await verify.judgeToken(one.id, code(), saidNothing())).toEqual(accepted());
    expect(await verify.judgeToken(two.id, code(), saidNothing())).toMatchObject(
      refused('already-used'),
    );
    store.close();
  });

  test('a question is kept, a wrong answer ends it, and the right one opens', async () => {
    const suite = 'OCRA-1:HOTP-SHA1-6:QN08-S006';
    const ocra = { scheme: 'ocra', suite, lookAhead: 0, drift: 0, pin: null };
    const item = tokenStop(1, ocra);
    const { store, verify } = stocked(item);
    verify.ask(item.id);
    const first = store.question(item.id);
    verify.ask(item.id);
    expect(store.question(item.id)).toBe(first);
    expect(await verify.judgeToken(item.id, utf8('000000'), saidNothing())).toMatchObject(
      refused('wrong-code'),
    );
    const question = store.question(item.id);
    expect(question).not.toBe(first);
    const parsed = parseOcraSuite(suite);
    if (!parsed.ok || question === null || first === null) throw new Error('no question');
    const answerTo = (asked: string) => {
      const answer = ocraAnswer(parsed.value, SEED, {
        questions: [asked],
        counter: null,
        pinHash: null,
        session: utf8(item.shortId),
        step: null,
      });
      if (!answer.ok) throw new Error(answer.error);
      return answer.value;
    };
    expect(await verify.judgeToken(item.id, answerTo(question), saidNothing())).toEqual(accepted());
    expect(store.question(item.id)).toBeNull();
    verify.ask(item.id);
    expect(store.question(item.id)).toBeNull();
    store.close();
  });

  test('a code that is scanned where the customer has a token is no attempt', async () => {
    const { store, verify } = stocked(one);
    expect(await verify.judge(one.id, 'hand-over', codeOf(1), saidNothing())).toEqual(
      refused('unreadable'),
    );
    expect(store.stop(one.id)?.tries['hand-over'].count).toBe(0);
    store.close();
  });
});

test('what the driver said stands in the entry, and a kept parcel is not handed over', async () => {
  const { store, verify } = stocked(stop);
  const [label] = stop.parcels;
  if (label === undefined) throw new Error('no parcel');
  const said = {
    ...NOTHING_PARTICULAR,
    recipient: { to: 'neighbour', who: 'Müller, 12' } as const,
    kept: [label],
    note: 'rings twice',
    strokes: [[[1, 2] as [number, number]]],
  };
  const verdict = await verify.judge(stop.id, 'hand-over', codeOf(1), {
    ...said,
    parcels: [label],
  });
  expect(verdict).toEqual(accepted());
  const content = store.entriesAfter(0 as never, 9).at(-1)?.entry.content;
  expect(content).toMatchObject({ ...said, parcels: [] });
  store.close();
});

describe('the sum of the manifest', () => {
  const items = [stop, aDelivery(2), aDelivery(3)];
  test('is the same page by page as counted anew, and back where it was after a withdrawal and return', async () => {
    const { store } = stocked();
    const apply = async (page: readonly (typeof items)[number][], cursor: number) => {
      const manifest = store.manifest.after(page);
      store.write((writer) => {
        for (const item of page) writer.applyItem(item);
        writer.setCursor(cursor, manifest);
      });
      expect(await store.manifest.counted()).toBe(store.manifest.noted());
    };
    await apply(items.slice(0, 1), 1);
    await apply(items.slice(1), 3);
    const before = await store.manifest.counted();
    const gone = store.manifest.after([{ type: 'withdrawn', delivery: stop.id }]);
    expect(gone).not.toBe(before);
    expect(await store.manifest.counted()).toBe(before);
    store.write((writer) => writer.applyItem({ type: 'withdrawn', delivery: stop.id }));
    expect(await store.manifest.counted()).toBe(gone);
    store.write((writer) => writer.applyItem(stop));
    expect(await store.manifest.counted()).toBe(before);
    store.close();
  });

  test('moves with every row that the manifest brought, a label that changed its stop too', async () => {
    const { store } = stocked(...items);
    const sums = new Set([await store.manifest.counted()]);
    const moved = { ...aDelivery(2), parcels: stop.parcels };
    for (const item of [
      { ...aDelivery(2), position: 9 },
      moved,
      aRoute({ name: 'R', driver: { id: TERMINAL, name: 'D' } }),
      { type: 'pass-withdrawn', once: toBase64url(new Uint8Array(16)) as Random16 } as const,
      { type: 'keys', keys: listOf([{ ...passKey, id: 'pass-2' }]) } as const,
      {
        type: 'staff',
        id: TERMINAL as never,
        number: 7,
        name: 'D',
        role: 'it',
        badge: null,
        pin: null,
      } as const,
      { type: 'staff-removed', id: TERMINAL as never } as const,
    ]) {
      const after = store.manifest.after([item]);
      store.write((writer) => writer.applyItem(item));
      expect(await store.manifest.counted()).not.toBe([...sums].at(-1));
      if (sums.size === 1) expect(after).toBe(await store.manifest.counted());
      sums.add(await store.manifest.counted());
    }
    expect(sums.size).toBe(8);
    store.close();
  });
});
