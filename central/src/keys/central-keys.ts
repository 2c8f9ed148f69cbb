import { randomBytes } from 'node:crypto';
import {
  type CentralKey,
  keyPurpose,
  type SignedDocument,
  signDocument,
} from '../../../shared/api/signed.ts';
import { makeSigner, type Signer } from '../../../shared/crypto/keys.ts';
import type { Instant, PublicKey } from '../../../shared/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { DAY, later } from '../clock.ts';
import { at, type Database, type Pool, transaction } from '../database/pool.ts';
import { type StartProblem, startProblem } from '../start-problem.ts';
import { readMasterKey } from './master-key.ts';
import { seal, unseal } from './seal.ts';

/** A signer with the id that documents name it by. */
type NamedSigner = { readonly id: string; readonly signer: Signer };

/** Central's keys, opened. They stay in this process. */
export type CentralKeys = {
  readonly root: NamedSigner;
  readonly manifest: NamedSigner;
  readonly time: NamedSigner;
  readonly receipt: NamedSigner;
  /** HMAC key under which active codes are compared for uniqueness. */
  readonly issuing: Uint8Array;
  /** AES key for codes that wait for their SMS. */
  readonly codeSealing: Uint8Array;
  /** The keys of the day, signed with the root key. */
  readonly list: SignedDocument;
  readonly sealAgreement: (depot: string, secret: Uint8Array) => Buffer;
  readonly openAgreement: (depot: string, sealed: Uint8Array) => Uint8Array;
};

const PURPOSES = ['root', 'manifest', 'time', 'receipt', 'issuing', 'code-sealing'] as const;
type Purpose = (typeof PURPOSES)[number];
const SIGNING: ReadonlySet<Purpose> = new Set(['root', 'manifest', 'time', 'receipt']);
const LIFETIME = 5 * 365 * DAY;

type Row = {
  readonly id: string;
  readonly purpose: Purpose;
  readonly sealed: Buffer;
  readonly not_before: Instant;
  readonly not_after: Instant;
};

const aad = (purpose: string, id: string): string => `kerbside/v1/central-key/${purpose}/${id}`;

const makeKeys = async (db: Database, master: Uint8Array, now: Instant): Promise<void> => {
  for (const purpose of PURPOSES) {
    const secret = new Uint8Array(randomBytes(32));
    const id = `${purpose}-${randomBytes(4).toString('hex')}`;
    const publicKey = SIGNING.has(purpose) ? makeSigner(secret).publicKey : null;
    await db.query(
      `insert into central_key (id, purpose, public_key, sealed, not_before, not_after)
       values ($1, $2, $3, $4, $5, $6)`,
      // A day back: a terminal that goes by its wall clock may lag behind central's.
      [
        id,
        purpose,
        publicKey,
        seal(master, aad(purpose, id), secret),
        at(later(now, -DAY)),
        at(later(now, LIFETIME)),
      ],
    );
    secret.fill(0);
  }
};

const readRows = async (db: Database): Promise<Row[]> =>
  (await db.query<Row>('select id, purpose, sealed, not_before, not_after from central_key')).rows;

type Opened = { readonly row: Row; readonly secret: Uint8Array };

const signedList = (root: NamedSigner, keys: readonly Opened[], now: Instant): SignedDocument => {
  const listed: CentralKey[] = [];
  for (const { row, secret } of keys) {
    const purpose = keyPurpose.safeParse(row.purpose);
    if (!purpose.success) continue;
    const publicKey: PublicKey = makeSigner(secret).publicKey;
    const { id, not_before: notBefore, not_after: notAfter } = row;
    listed.push({ id, purpose: purpose.data, publicKey, notBefore, notAfter });
  }
  return signDocument('keys', root.id, root.signer, { issued: now, keys: listed });
};

/** Opens central's keys with the master key; makes all of them at the very first start. */
export const openCentralKeys = async (
  pool: Pool,
  keyFile: string,
  now: Instant,
): Promise<Result<CentralKeys, StartProblem>> => {
  const opened = await transaction(
    pool,
    async (tx): Promise<Result<{ master: Uint8Array; keys: Opened[] }, StartProblem>> => {
      await tx.query('lock table central_key in access exclusive mode');
      const isFirst = (await readRows(tx)).length === 0;
      const master = await readMasterKey(keyFile, isFirst);
      if (!master.ok) return master;
      if (isFirst) await makeKeys(tx, master.value, now);
      const keys: Opened[] = [];
      for (const row of await readRows(tx)) {
        const secret = unseal(master.value, aad(row.purpose, row.id), row.sealed);
        if (secret === null) {
          const sentence = `The key file ${keyFile} does not open the keys in this database. Put back the file that belongs to it.`;
          return err(startProblem('key-file-wrong', sentence));
        }
        keys.push({ row, secret });
      }
      return ok({ master: master.value, keys });
    },
  );
  if (!opened.ok) return opened;
  const { master, keys } = opened.value;
  const find = (purpose: Purpose): Opened => {
    const key = keys.find(({ row }) => row.purpose === purpose);
    if (key === undefined) throw new Error(`the database has no ${purpose} key`);
    return key;
  };
  const signer = (purpose: Purpose): NamedSigner => {
    const { row, secret } = find(purpose);
    return { id: row.id, signer: makeSigner(secret) };
  };
  const root = signer('root');
  return ok({
    root,
    manifest: signer('manifest'),
    time: signer('time'),
    receipt: signer('receipt'),
    issuing: find('issuing').secret,
    codeSealing: find('code-sealing').secret,
    list: signedList(root, keys, now),
    sealAgreement: (depot, secret) => seal(master, aad('agreement', depot), secret),
    openAgreement: (depot, sealed) => {
      const secret = unseal(master, aad('agreement', depot), sealed);
      if (secret === null) throw new Error(`the agreement key of depot ${depot} does not open`);
      return secret;
    },
  });
};
