import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { makeSigner } from '../../../shared/protocol/crypto/keys.ts';
import { makeNativeSigner } from './native-signer.ts';

test('the native signer has the same key and makes the same signatures as the portable one', () => {
  for (let n = 0; n < 20; n++) {
    const seed = new Uint8Array(randomBytes(32));
    const [native, portable] = [makeNativeSigner(seed), makeSigner(seed)];
    const message = new Uint8Array(randomBytes(n * 100));
    expect(native.publicKey).toBe(portable.publicKey);
    expect(native.sign(message)).toBe(portable.sign(message));
  }
});
