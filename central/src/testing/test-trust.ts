import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { type GivenTrust, type Trust, takeTrust } from '../../../shared/protocol/api/roots.ts';
import {
  findCentralKey,
  keyList,
  openDocument,
  type SignedDocument,
} from '../../../shared/protocol/api/signed.ts';
import {
  PATHS,
  type TimeAnswer,
  timeAnswer,
  timeStatement,
} from '../../../shared/protocol/api/terminal.ts';
import { fingerprint, verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import { type Instant, type PublicKey, random16 } from '../../../shared/protocol/ids.ts';
import type { Answer } from './send-signed.ts';

export type KeyList = z.infer<typeof keyList>;

/** Whom a terminal of the tests believes: a root key, and the newest list that it was shown. */
export const makeTestTrust = (now: () => Instant) => {
  let trust: Trust | null = null;
  let list: KeyList = { issued: 0 as Instant, keys: [] };

  const believe = (next: Trust): void => {
    const opened = openDocument('keys', keyList, next.keys, next.root, verifySignature);
    if (!opened.ok) throw new Error(opened.error);
    trust = next;
    list = opened.value;
  };
  const take = (given: GivenTrust): void => {
    if (trust === null) throw new Error('not enrolled');
    const taken = takeTrust(trust, given, verifySignature);
    if (!taken.ok) throw new Error(taken.error);
    if (taken.value !== null) believe(taken.value);
  };

  const open = <T>(
    label: 'manifest' | 'grant' | 'time',
    schema: never,
    document: SignedDocument,
  ): T => {
    const purpose = label === 'time' ? 'time' : 'manifest';
    const key = findCentralKey(list.keys, document.keyId, purpose, now());
    if (key === null) throw new Error('signed with an unknown key');
    const opened = openDocument<T>(label, schema, document, key, verifySignature);
    if (!opened.ok) throw new Error(opened.error);
    return opened.value;
  };

  const askTime = async (
    post: (path: string, body: unknown) => Promise<Answer>,
  ): Promise<TimeAnswer> => {
    const nonce = random16.parse(randomBytes(16).toString('base64url'));
    const root = trust === null ? '' : `&root=${fingerprint(trust.root)}`;
    const { body } = await post(`${PATHS.time}?entries=2&keys=${list.issued}${root}`, { nonce });
    const answer = timeAnswer.parse(body);
    take(answer);
    const said = open<z.infer<typeof timeStatement>>('time', timeStatement as never, answer);
    if (said.nonce !== nonce) throw new Error('an old answer');
    return answer;
  };

  return {
    begin: (shown: PublicKey, keys: SignedDocument): void => believe({ root: shown, keys }),
    takeKeys: (keys: SignedDocument): void => take({ keys }),
    get root(): PublicKey {
      if (trust === null) throw new Error('not enrolled');
      return trust.root;
    },
    open,
    askTime,
    get list(): KeyList {
      return list;
    },
  };
};
