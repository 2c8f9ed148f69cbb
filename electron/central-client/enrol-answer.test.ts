import { expect, test } from 'vitest';
import { signDocument } from '../../shared/protocol/api/signed.ts';
import { PROBLEM_BASE } from '../../shared/protocol/api/terminal.ts';
import { toBase64url } from '../../shared/protocol/codec/bytes.ts';
import {
  clientForTests,
  enrolAnswer,
  failed,
  grant,
  keys,
  manifestKey,
  stranger,
  terminal,
  timeKey,
} from './testing/client-for-tests.ts';

const { at, enrol } = clientForTests();

test('an enrolment that is signed all the way from the root of the QR is believed', async () => {
  at.answer = () => ({ body: enrolAnswer });
  expect(await enrol()).toMatchObject({ ok: true, value: { grant: { terminal } } });
});

test.each([
  ['another root than on the QR', { ...enrolAnswer, root: stranger.publicKey }],
  [
    'keys that the root did not sign',
    { ...enrolAnswer, keys: { ...keys, signature: toBase64url(new Uint8Array(64)) } },
  ],
  [
    'a grant signed with the key for the time',
    { ...enrolAnswer, grant: signDocument('grant', 'time-1', timeKey, grant) },
  ],
  [
    'a grant signed by a stranger',
    { ...enrolAnswer, grant: signDocument('grant', 'manifest-1', stranger, grant) },
  ],
  [
    'a grant for another terminal',
    {
      ...enrolAnswer,
      grant: signDocument('grant', 'manifest-1', manifestKey, {
        ...grant,
        signingKey: stranger.publicKey,
      }),
    },
  ],
])('an enrolment with %s is not genuine', async (_name, body) => {
  at.answer = () => ({ body });
  expect(await enrol()).toEqual(failed('central-not-genuine'));
});

test.each([
  ['enrolment-token-used', 409],
  ['enrolment-token-expired', 410],
  ['enrolment-token-unknown', 403],
])('central says %s, and so does the terminal', async (code, status) => {
  at.answer = () => ({ status, body: { type: `${PROBLEM_BASE}${code}`, title: 'no', status } });
  expect(await enrol()).toEqual(failed(code));
});
