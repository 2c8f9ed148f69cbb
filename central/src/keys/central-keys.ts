import type {
  CentralKey,
  KeyPurpose,
  SignedDocument,
} from '../../../shared/protocol/api/signed.ts';
import type { Signer } from '../../../shared/protocol/crypto/keys.ts';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { type Pool, transaction } from '../database/pool.ts';
import { type StartProblem, startProblem } from '../start-problem.ts';
import { readMasterKey } from './master-key.ts';
import { makeNativeSigner } from './native-signer.ts';
import {
  isListed,
  type KeyRow,
  keyBinding,
  LOCK_KEYS,
  makeDueKeys,
  type Purpose,
  readKeys,
} from './roll-keys.ts';
import { makeRoots, type Roots } from './roots.ts';
import { seal, unseal } from './seal.ts';

/** A signer with the id that documents name it by, and how long it is good. */
type NamedSigner = Pick<CentralKey, 'id' | 'notBefore' | 'notAfter'> & { readonly signer: Signer };

/** Central's keys, opened. They stay in this process. */
export type CentralKeys = {
  readonly roots: Roots;
  /** The key that signs for a purpose at an instant. */
  readonly signing: (purpose: KeyPurpose, now: Instant) => NamedSigner;
  /** HMAC key under which active codes are compared for uniqueness. */
  readonly issuing: Uint8Array;
  /** AES key for codes that wait for their SMS. */
  readonly codeSealing: Uint8Array;
  /** AES key for the seeds of customers' tokens. */
  readonly tokenSealing: Uint8Array;
  /** Of it, the keys are made for what people sign in with. */
  readonly signIn: Uint8Array;
  /** AES key for the secrets that webhooks are signed with. */
  readonly webhooks: Uint8Array;
  /** The keys of the day, signed with the root key that is in force. */
  readonly list: SignedDocument;
  /** The ids of the keys in the list. */
  readonly listed: readonly string[];
  /** When list or root last changed; as long as no key comes, the list is the same to the byte. */
  readonly listIssued: Instant;
  readonly sealAgreement: (depot: string, secret: Uint8Array) => Buffer;
  readonly openAgreement: (depot: string, sealed: Uint8Array) => Uint8Array;
};

type Opened = { readonly row: KeyRow; readonly secret: Uint8Array };
type OpenedKeys = { readonly master: Uint8Array; readonly keys: readonly Opened[] };

/** Opens each key; a master key that does not open one of them is another database's. */
export const openAll = (
  master: Uint8Array,
  rows: readonly KeyRow[],
  keyFile: string,
): Result<Opened[], StartProblem> => {
  const keys: Opened[] = [];
  for (const row of rows) {
    const secret = unseal(master, keyBinding(row.purpose, row.id), row.sealed);
    if (secret === null) {
      const sentence = `The key file ${keyFile} does not open the keys in this database. Restore the file that belongs to it.`;
      return err(startProblem('key-file-wrong', sentence));
    }
    keys.push({ row, secret });
  }
  return ok(keys);
};

const named = ({ row, secret }: Opened): NamedSigner => {
  const { id, notBefore, notAfter } = row;
  return { id, notBefore, notAfter, signer: makeNativeSigner(secret) };
};

/** What the sealed secret of a depot is bound to. */
export const agreementBinding = (depot: string): string => keyBinding('agreement', depot);

/** Opens a depot's secret with the first of these keys that does; throws if none does. */
export const unsealAgreement = (
  keys: readonly Uint8Array[],
  depot: string,
  sealed: Uint8Array,
): Uint8Array => {
  for (const key of keys) {
    const secret = unseal(key, agreementBinding(depot), sealed);
    if (secret !== null) return secret;
  }
  throw new Error(`the agreement key of depot ${depot} does not open`);
};

/** The list as it came about: it depends on the keys alone, not on when it is asked for. */
const listOf = (keys: readonly Opened[]): { issued: Instant; keys: CentralKey[] } => {
  const listed = keys.filter(({ row }) => isListed(row.purpose));
  const changes = [
    ...listed.map(({ row }) => row.listedAt),
    ...keys.flatMap(({ row }) => row.toldAt ?? []),
  ];
  const issued = Math.max(...changes) as Instant;
  return {
    issued,
    keys: listed.flatMap(({ row, secret }) => {
      const { id, purpose, notBefore, notAfter } = row;
      // What was over when the newest key came is of no use to anyone any more.
      if (!isListed(purpose) || notAfter <= issued) return [];
      const { publicKey } = makeNativeSigner(secret);
      return { id, purpose, publicKey, notBefore, notAfter };
    }),
  };
};

const makeSigning = (keys: readonly Opened[]): CentralKeys['signing'] => {
  const signers = keys
    .filter(({ row }) => isListed(row.purpose))
    .map((key) => ({ ...named(key), purpose: key.row.purpose, from: key.row.signsFrom }))
    .sort((a, b) => b.from - a.from);
  return (purpose, now) => {
    const key = signers.find(
      (one) => one.purpose === purpose && one.from <= now && now < one.notAfter,
    );
    if (key === undefined) throw new Error(`no ${purpose} key is good now: start central again`);
    return key;
  };
};

/** Reads the keys, after those that are due were made; opens each with the master key. */
const openRows = (
  pool: Pool,
  keyFile: string,
  now: Instant,
): Promise<Result<OpenedKeys, StartProblem>> =>
  transaction(pool, async (tx): Promise<Result<OpenedKeys, StartProblem>> => {
    await tx.query(LOCK_KEYS);
    const before = await readKeys(tx);
    const master = await readMasterKey(keyFile, before.length === 0);
    if (!master.ok) return master;
    // Nothing is sealed with a master key that does not open what is there.
    const known = openAll(master.value, before, keyFile);
    if (!known.ok) return known;
    await makeDueKeys(tx, master.value, before, now);
    const keys = openAll(master.value, await readKeys(tx), keyFile);
    return keys.ok ? ok({ master: master.value, keys: keys.value }) : keys;
  });

/**
 * Opens central's keys with the master key. All of them are made at the very first start; later,
 * what a newer version needs, and successors of signing keys that near their end.
 */
export const openCentralKeys = async (
  pool: Pool,
  keyFile: string,
  now: Instant,
): Promise<Result<CentralKeys, StartProblem>> => {
  const opened = await openRows(pool, keyFile, now);
  if (!opened.ok) return opened;
  const { master, keys } = opened.value;
  const find = (purpose: Purpose): Opened => {
    const key = keys.find(({ row }) => row.purpose === purpose);
    if (key === undefined) throw new Error(`the database has no ${purpose} key`);
    return key;
  };
  const list = listOf(keys);
  const roots = makeRoots(
    keys.map((key) => ({ row: key.row, signer: makeNativeSigner(key.secret) })),
    list,
  );
  const depotSealing = find('agreement-sealing').secret;
  return ok({
    roots,
    signing: makeSigning(keys),
    issuing: find('issuing').secret,
    codeSealing: find('code-sealing').secret,
    tokenSealing: find('token-sealing').secret,
    signIn: find('sign-in').secret,
    webhooks: find('webhooks').secret,
    list: roots.current.list,
    listed: list.keys.map(({ id }) => id),
    listIssued: list.issued,
    sealAgreement: (depot, secret) => seal(depotSealing, agreementBinding(depot), secret),
    openAgreement: (depot, sealed) => unsealAgreement([depotSealing, master], depot, sealed),
  });
};
