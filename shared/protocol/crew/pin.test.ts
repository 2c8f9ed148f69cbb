import { expect, test } from 'vitest';
import { toBase64url, utf8 } from '../codec/bytes.ts';
import { portableArgon2id } from '../crypto/argon2id.ts';
import type { Random16, StaffId } from '../ids.ts';
import { isPin, isRightPin, sealPin } from './pin.ts';

const dora = '00000000-0000-4000-8000-000000000001' as StaffId;
const emil = '00000000-0000-4000-8000-000000000002' as StaffId;
const salt = toBase64url(new Uint8Array(16).fill(3)) as Random16;
const cost = { memoryKiB: 8_192, passes: 1, lanes: 1 };

test('a PIN is right for its person alone', async () => {
  const verifier = await sealPin(dora, salt, cost, utf8('482913'), portableArgon2id);
  const tries = (staff: StaffId, pin: string) =>
    isRightPin(staff, verifier, utf8(pin), portableArgon2id);
  expect(await tries(dora, '482913')).toBe(true);
  expect(await tries(dora, '482914')).toBe(false);
  expect(await tries(emil, '482913')).toBe(false);
});

test.each([
  ['482913', true],
  ['012345678901', true],
  ['48291', false],
  ['0123456789012', false],
  ['48291a', false],
  ['', false],
])('%s is of the form of a PIN: %s', (text, is) => {
  expect(isPin(utf8(text))).toBe(is);
});
