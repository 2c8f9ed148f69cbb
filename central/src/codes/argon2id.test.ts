import { describe, expect, it } from 'vitest';
import { portableArgon2id } from '../../../shared/protocol/crypto/argon2id.ts';
import { makeNativeArgon2id } from './argon2id.ts';

const secret = Uint8Array.from({ length: 32 }, (_, i) => i);
const salt = Uint8Array.from({ length: 16 }, (_, i) => 255 - i);

describe('native Argon2id', () => {
  it.each([
    { memoryKiB: 8_192, passes: 1, lanes: 1 },
    { memoryKiB: 9_216, passes: 2, lanes: 1 },
    { memoryKiB: 8_192, passes: 3, lanes: 4 },
  ])('gives the same bytes as the portable one at %o', async (cost) => {
    const native = await makeNativeArgon2id(2)(secret, salt, cost);
    expect(new Uint8Array(native)).toEqual(await portableArgon2id(secret, salt, cost));
  });

  it('runs no more at once than it may, in the order of asking, and goes on after a failure', async () => {
    const cost = { memoryKiB: 8_192, passes: 1, lanes: 1 };
    const derive = makeNativeArgon2id(1);
    const order: number[] = [];
    const failing = derive(secret, new Uint8Array(1), cost).catch(() => order.push(0));
    const rest = [1, 2, 3].map((n) => derive(secret, salt, cost).then(() => order.push(n)));
    await Promise.all([failing, ...rest]);
    expect(order).toEqual([0, 1, 2, 3]);
  });
});
