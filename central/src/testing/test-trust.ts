import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
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
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import { type Instant, type PublicKey, random16 } from '../../../shared/protocol/ids.ts';
import type { Answer } from './send-signed.ts';

export type KeyList = z.infer<typeof keyList>;

/** Whom a terminal of the tests believes: a root key, and the newest list that it was shown. */
export const makeTestTrust = (now: () => Instant) => {
  let root: PublicKey | null = null;
  let list: KeyList = { issued: 0 as Instant, keys: [] };

  const takeKeys = (given: SignedDocument): void => {
    if (root === null) throw new Error('not enrolled');
    const opened = openDocument('keys', keyList, given, root, verifySignature);
    if (!opened.ok) throw new Error(opened.error);
    if (opened.value.issued > list.issued) list = opened.value;
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
    const { body } = await post(`${PATHS.time}?entries=2&keys=${list.issued}`, { nonce });
    const answer = timeAnswer.parse(body);
    if (answer.keys !== undefined) takeKeys(answer.keys);
    const said = open<z.infer<typeof timeStatement>>('time', timeStatement as never, answer);
    if (said.nonce !== nonce) throw new Error('an old answer');
    return answer;
  };

  return {
    begin: (shown: PublicKey, keys: SignedDocument): void => {
      root = shown;
      takeKeys(keys);
    },
    takeKeys,
    open,
    askTime,
    get list(): KeyList {
      return list;
    },
  };
};
