import { platform, release } from 'node:os';
import { z } from 'zod';
import { takeTrust } from '../../shared/protocol/api/roots.ts';
import {
  findCentralKey,
  type KeyPurpose,
  keyList,
  openDocument,
  type SignedDocument,
  signedDocument,
} from '../../shared/protocol/api/signed.ts';
import {
  appVersion,
  enrolAnswer,
  entriesAnswer,
  grant,
  manifestPage,
  PATHS,
  receipt,
  releasePiece as releasePieceAnswer,
  systemName,
  timeAnswer,
  timeStatement,
} from '../../shared/protocol/api/terminal.ts';
import { toBase64url } from '../../shared/protocol/codec/bytes.ts';
import {
  fingerprint,
  type Signer,
  type VerifySignature,
} from '../../shared/protocol/crypto/keys.ts';
import { type Instant, type PublicKey, random16 } from '../../shared/protocol/ids.ts';
import { NEWEST_ENTRY } from '../../shared/protocol/log/entry.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { Central, TerminalRecord } from '../app/ports/central.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { ReleaseFeed } from '../app/ports/updates.ts';
import { nextTurn } from '../next-turn.ts';
import type { Reach } from './reach.ts';
import { makeReadAhead } from './read-ahead.ts';
import { makeSignedFetch } from './signed-fetch.ts';

type Parts = {
  readonly signer: Signer;
  readonly verify: VerifySignature;
  readonly clock: Clock;
  /** Cryptographic randomness. */
  readonly random: (bytes: number) => Uint8Array;
  readonly reach: Reach;
  /** The version of the app. */
  readonly app: string;
};

/** A page after which there is more to come. */
const comesMore = z.looseObject({ cursor: z.int().min(1), remaining: z.int().min(1) });

/**
 * The key of central that must have signed a document. The list is opened with the root key that
 * was pinned at enrolment, so whoever answers in central's place has no key that counts.
 */
const keyFor = (
  root: PublicKey,
  keys: SignedDocument,
  id: string,
  purpose: KeyPurpose,
  now: Instant,
  verify: VerifySignature,
): PublicKey | null => {
  const list = openDocument('keys', keyList, keys, root, verify);
  return list.ok ? findCentralKey(list.value.keys, id, purpose, now) : null;
};

const platformName = (): string => `${platform()} ${release()}`.slice(0, 80);

/** What the terminal says of itself when it asks for the time. What is not of the form is left out. */
const saidOf = (
  app: string,
  root: PublicKey,
  list: { readonly issued: Instant } | null,
): string => {
  const said = new URLSearchParams({ entries: String(NEWEST_ENTRY) });
  if (appVersion.safeParse(app).success) said.set('app', app);
  if (systemName.safeParse(platformName()).success) said.set('os', platformName());
  if (list !== null) said.set('keys', String(list.issued));
  said.set('root', fingerprint(root));
  return said.toString();
};

/** Central over HTTP. Nothing that it says is believed before its signature is checked. */
export const makeCentralClient = ({
  signer,
  verify,
  clock,
  random,
  reach,
  app,
}: Parts): Central & ReleaseFeed => {
  let waitMs = 0;
  const told = (ms: number): void => {
    waitMs = ms;
  };
  const fetchSigned = makeSignedFetch({ signer, verify, now: clock.wall, random, reach, told });

  const enrol: Central['enrol'] = async (code, own) => {
    const answer = await fetchSigned(
      {
        base: code.central,
        path: PATHS.enrol,
        body: { token: code.token, ...own, platform: platformName() },
        keyId: fingerprint(own.signingKey),
        root: null,
      },
      enrolAnswer,
    );
    if (!answer.ok) return answer;
    const { root, keys, grant: signedGrant } = answer.value;
    if (fingerprint(root) !== code.root) return err('central-not-genuine');
    const list = openDocument('keys', keyList, keys, root, verify);
    if (!list.ok) return err('central-not-genuine');
    const key = findCentralKey(list.value.keys, signedGrant.keyId, 'manifest', list.value.issued);
    if (key === null) return err('central-not-genuine');
    const opened = openDocument('grant', grant, signedGrant, key, verify);
    if (!opened.ok) return err('central-not-genuine');
    const { signingKey, agreementKey } = opened.value;
    if (signingKey !== own.signingKey || agreementKey !== own.agreementKey) {
      return err('central-not-genuine');
    }
    return ok({ grant: opened.value, central: code.central, root, keys });
  };

  const to = (record: TerminalRecord, path: string) => ({
    base: record.central,
    path,
    keyId: record.grant.terminal,
    root: record.root,
  });

  const proveTime: Central['proveTime'] = async (record) => {
    pages.forget();
    const nonce = random16.parse(toBase64url(random(16)));
    const list = openDocument('keys', keyList, record.keys, record.root, verify);
    const answer = await fetchSigned(
      {
        ...to(record, `${PATHS.time}?${saidOf(app, record.root, list.ok ? list.value : null)}`),
        body: { nonce },
      },
      timeAnswer,
    );
    if (!answer.ok) return answer;
    // By the roots alone: the key that signed what the terminal knew may have been ended since.
    const later = takeTrust(record, answer.value, verify);
    if (!later.ok) return err('central-not-genuine');
    const trust = later.value;
    // The key must be valid at the very instant that it vouches for.
    const claimed = timeStatement.safeParse(answer.value.document);
    if (!claimed.success) return err('central-not-genuine');
    const { keyId } = answer.value;
    const { root, keys } = trust ?? record;
    const key = keyFor(root, keys, keyId, 'time', claimed.data.time, verify);
    if (key === null) return err('central-not-genuine');
    const opened = openDocument('time', timeStatement, answer.value, key, verify);
    const fresh =
      opened.ok && opened.value.nonce === nonce && opened.value.terminal === record.grant.terminal;
    if (!fresh) return err('central-not-genuine');
    const { time, revoked = null, entries = 1, name = null } = opened.value;
    return ok({ time, revoked, entries, name, trust });
  };

  const handIn: Central['handIn'] = async (record, entries, now) => {
    const answer = await fetchSigned(
      { ...to(record, PATHS.entries), body: { entries } },
      entriesAnswer,
    );
    if (!answer.ok) return answer;
    const signed = answer.value.receipt;
    const key = keyFor(record.root, record.keys, signed.keyId, 'receipt', now, verify);
    if (key === null) return err('central-not-genuine');
    const opened = openDocument('receipt', receipt, signed, key, verify);
    const ours = opened.ok && opened.value.terminal === record.grant.terminal;
    return ours
      ? ok({ receipt: opened.value, findings: answer.value.findings })
      : err('central-not-genuine');
  };

  const pages = makeReadAhead((record, after) =>
    fetchSigned(to(record, `${PATHS.manifest}?after=${after}`), signedDocument, [
      'cursor-unknown',
    ] as const),
  );

  const pull: Central['pull'] = async (record, after, now) => {
    const answer = await pages.take(record, after);
    if (!answer.ok) return answer;
    // Not believed before it is verified; but what to ask for next, anybody may say.
    const more = comesMore.safeParse(answer.value.document);
    if (more.success) {
      pages.begin(record, more.data.cursor);
      // It leaves now, and not after the work on this one.
      await nextTurn();
    }
    const { keyId } = answer.value;
    const key = keyFor(record.root, record.keys, keyId, 'manifest', now, verify);
    if (key === null) return err('central-not-genuine');
    const opened = openDocument('manifest', manifestPage, answer.value, key, verify);
    if (!opened.ok) {
      return err(
        opened.error === 'bad-signature' ? 'central-not-genuine' : 'central-answer-malformed',
      );
    }
    const { terminal, after: from } = opened.value;
    const ours: Result<null, ProblemCode> =
      terminal === record.grant.terminal && from === after ? ok(null) : err('central-not-genuine');
    return ours.ok ? ok(opened.value) : ours;
  };

  const reportRolledBack: Central['reportRolledBack'] = async (record, body) => {
    const answer = await fetchSigned({ ...to(record, PATHS.rolledBack), body }, z.null());
    return answer.ok ? ok(null) : answer;
  };

  const readRelease: ReleaseFeed['release'] = (record) =>
    fetchSigned(to(record, PATHS.release), signedDocument.nullable());

  const releasePiece: ReleaseFeed['releasePiece'] = async (record, name, from) => {
    const path = `${PATHS.releaseFile}?name=${encodeURIComponent(name)}&from=${from}`;
    const answer = await fetchSigned(to(record, path), releasePieceAnswer);
    if (!answer.ok) return answer;
    if (answer.value.from !== from) return err('central-answer-malformed');
    return ok(new Uint8Array(Buffer.from(answer.value.bytes, 'base64url')));
  };

  return {
    waitMs: () => waitMs,
    enrol,
    proveTime,
    handIn,
    reportRolledBack,
    pull,
    release: readRelease,
    releasePiece,
  };
};
