import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { makeSigner } from '../../../shared/protocol/crypto/keys.ts';
import type { Instant, Sequence, TerminalId } from '../../../shared/protocol/ids.ts';
import { EMPTY_LOG } from '../../../shared/protocol/log/chain.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import { aHead } from '../../testing/samples.ts';
import type { AnchorHeads, AnchorKeeper } from '../ports/keychain.ts';
import type { Store } from '../ports/store.ts';
import { makeLogWriter } from './write-log.ts';

const content = { kind: 'pulled', cursor: 1, items: 1 } as const;

const none: AnchorHeads = { committed: null, pending: null };

const writerOn = (anchors: AnchorKeeper, done: string[] = []) => {
  const real = makeSigner(new Uint8Array(32).fill(1));
  return makeLogWriter({
    store: {
      logPosition: () => EMPTY_LOG,
      stopped: () => null,
      entryVersion: () => 1,
      write: () => {
        done.push('written');
        return ok(null);
      },
    } as unknown as Store,
    anchors,
    signer: {
      publicKey: real.publicKey,
      sign: (message) => {
        done.push('signed');
        return real.sign(message);
      },
    },
    readTime: () => ({ at: 1 as Instant, trust: 'wall' }),
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    identity: () => ({ terminal: 'a terminal' as TerminalId, driver: null }),
  });
};

/** A writer that tells the order of what it does; `pending` is the keychain's first answer. */
const writerWith = (pending: Result<null, ProblemCode>, found: AnchorHeads = none) => {
  const done: string[] = [];
  const anchors: AnchorKeeper = {
    read: async () => {
      done.push('read');
      return ok(found);
    },
    write: async (heads) => {
      const what = heads.pending === null ? 'committed' : 'pending';
      done.push(`${what} asked`);
      await Promise.resolve();
      done.push(`${what} kept`);
      return heads.pending === null ? ok(null) : pending;
    },
  };
  const writer = writerOn(anchors, done);
  return { writer, done };
};

test('an entry is signed while the keychain takes its head, and written when it has', async () => {
  const { writer, done } = writerWith(ok(null));
  const entry = await writer.append(content as never);
  expect(entry.ok && entry.value.sequence).toBe(1 as Sequence);
  const before = ['read', 'pending asked', 'signed', 'pending kept'];
  expect(done).toEqual([...before, 'written', 'committed asked', 'committed kept']);
});

test('without the keychain nothing is written', async () => {
  const { writer, done } = writerWith(err('keychain-locked'));
  expect(await writer.append(content as never)).toEqual(err('keychain-locked'));
  expect(done).toEqual(['read', 'pending asked', 'signed', 'pending kept']);
});

test('where the keychain did not say whether it took a head, either is its own', async () => {
  for (const took of [true, false]) {
    let kept: AnchorHeads = none;
    let isSlow = true;
    const writer = writerOn({
      read: async () => ok(kept),
      write: async (heads) => {
        if (isSlow && !took) return err('keychain-slow');
        kept = heads;
        return isSlow ? err('keychain-slow') : ok(null);
      },
    });
    expect(await writer.append(content as never)).toEqual(err('keychain-slow'));
    isSlow = false;
    expect((await writer.append(content as never)).ok).toBe(true);
  }
});

test('what is expected is read ahead, and only once', async () => {
  const { writer, done } = writerWith(ok(null));
  writer.expectEntry();
  writer.expectEntry();
  expect(done).toEqual(['read']);
  await writer.append(content as never);
  expect(done.filter((one) => one === 'read')).toHaveLength(1);
});

test.each([
  ['has done', { committed: aHead(1), pending: null }],
  ['has begun', { committed: null, pending: aHead(1) }],
])('nothing is written where the keychain has what another process %s (A1)', async (_, heads) => {
  const { writer, done } = writerWith(ok(null), heads);
  expect(await writer.append(content as never)).toEqual(err('store-rolled-back'));
  expect(done).toEqual(['read']);
});
