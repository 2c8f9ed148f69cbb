import { expect, test } from 'vitest';
import { makeSigner } from '../../shared/crypto/keys.ts';
import type { Instant, Sequence, TerminalId } from '../../shared/ids.ts';
import { EMPTY_LOG } from '../../shared/log/chain.ts';
import type { ProblemCode } from '../../shared/problem.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Store } from './ports.ts';
import { makeLogWriter } from './write-log.ts';

const content = { kind: 'pulled', cursor: 1, items: 1 } as const;

/** A writer that tells the order of what it does; `pending` is the keychain's first answer. */
const writerWith = (pending: Result<null, ProblemCode>) => {
  const done: string[] = [];
  const real = makeSigner(new Uint8Array(32).fill(1));
  const writer = makeLogWriter({
    store: {
      logPosition: () => EMPTY_LOG,
      write: () => {
        done.push('written');
        return ok(null);
      },
    } as unknown as Store,
    anchors: {
      read: async () => ok({ committed: null, pending: null }),
      write: async (heads) => {
        const what = heads.pending === null ? 'committed' : 'pending';
        done.push(`${what} asked`);
        await Promise.resolve();
        done.push(`${what} kept`);
        return heads.pending === null ? ok(null) : pending;
      },
    },
    signer: {
      publicKey: real.publicKey,
      sign: (message) => {
        done.push('signed');
        return real.sign(message);
      },
    },
    readTime: () => ({ at: 1 as Instant, trust: 'wall' }),
    identity: () => ({ terminal: 'a terminal' as TerminalId, driver: null }),
  });
  return { writer, done };
};

test('an entry is signed while the keychain takes its head, and written when it has', async () => {
  const { writer, done } = writerWith(ok(null));
  const entry = await writer.append(content as never);
  expect(entry.ok && entry.value.sequence).toBe(1 as Sequence);
  const before = ['pending asked', 'signed', 'pending kept'];
  expect(done).toEqual([...before, 'written', 'committed asked', 'committed kept']);
});

test('without the keychain nothing is written', async () => {
  const { writer, done } = writerWith(err('keychain-locked'));
  expect(await writer.append(content as never)).toEqual(err('keychain-locked'));
  expect(done).toEqual(['pending asked', 'signed', 'pending kept']);
});
