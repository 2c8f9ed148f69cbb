import { expect, test } from 'vitest';
import { err, ok } from '../../result.ts';
import { toBase64url } from '../codec/bytes.ts';
import type { Hash, Random16 } from '../ids.ts';
import { formatEnrolmentCode, parseEnrolmentCode } from './enrolment-code.ts';

const token = toBase64url(new Uint8Array(16).fill(1)) as Random16;
const root = toBase64url(new Uint8Array(32).fill(2)) as Hash;
const written = (central: string) => formatEnrolmentCode({ central, token, root });

test.each([
  'https://central.example',
  'https://10.0.0.5:8443',
  'http://127.0.0.1:8443',
  'http://[::1]:80',
])('what is written for %s is read back', (central) => {
  expect(parseEnrolmentCode(written(central))).toEqual(ok({ central, token, root }));
});

test.each(['http://central.example', 'http://10.0.0.5:8443', 'http://localhost.evil.example'])(
  'plain HTTP to another machine is refused: %s',
  (central) => {
    expect(parseEnrolmentCode(written(central))).toEqual(err('insecure'));
  },
);

test.each([
  'KE1/',
  `KE1/${token}/${root}`,
  `KE1/short/${root}/https://central.example`,
  `KE1/${token}/${root}/ftp://central.example`,
  `KE1/${token}/${root}/https://user:pw@central.example`,
  `KE1/${token}/${root}/https://central.example/path`,
  `KE1/${token}/${root}/https://central.example?query`,
  `KE2/${token}/${root}/https://central.example`,
  `KE1/${token}/${root}/https://${'a'.repeat(400)}`,
])('%s is not an enrolment code', (text) => {
  expect(parseEnrolmentCode(text)).toEqual(err('not-an-enrolment-code'));
});
