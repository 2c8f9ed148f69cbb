import { describe, expect, test } from 'vitest';
import type { CentralKey } from '../../../shared/protocol/api/signed.ts';
import { toBase64url, utf8 } from '../../../shared/protocol/codec/bytes.ts';
import { makeSigner, verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { DeliveryId, Instant, Random16 } from '../../../shared/protocol/ids.ts';
import { provesPresence } from '../../../shared/protocol/log/chain.ts';
import { makePass } from '../../../shared/protocol/schemes/pass.ts';
import type { Pass } from '../../../shared/protocol/schemes/pass-payload.ts';
import { aDelivery, saidNothing } from '../../testing/samples.ts';
import { codeOf } from '../../testing/sealed-stop.ts';
import { agreesWithLog } from '../log/agrees-with-log.ts';
import {
  accepted,
  DEPOT,
  HOUR,
  listOf,
  NOW,
  passKey,
  passSigner,
  refused,
  stop,
  verifyOthersForTests,
} from './testing/verify-others-for-tests.ts';

const { at, start, stocked } = verifyOthersForTests();

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
    at.clock = { ...at.clock, untrusted: true };
    const late = textOf({ notAfter: NOW });
    for (const text of [textOf(), late]) {
      expect(await verify.judgePass(text, stop.id, saidNothing())).toEqual(
        refused('clock-untrusted'),
      );
    }
    at.clock = { ...at.clock, untrusted: false, leaseEnds: NOW };
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
