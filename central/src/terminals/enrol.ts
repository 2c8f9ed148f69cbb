import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { signDocument } from '../../../shared/protocol/api/signed.ts';
import type { EnrolAnswer, EnrolRequest, grant } from '../../../shared/protocol/api/terminal.ts';
import { derivePepper } from '../../../shared/protocol/crypto/keys.ts';
import type { DepotId, Instant, PublicKey, TerminalId } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { TerminalKey } from '../actors.ts';
import { readRoster } from '../crew/tell-terminals.ts';
import { at, brokenUnique, type Transaction, transaction } from '../database/pool.ts';
import { holdFacts } from '../depots/depot-facts.ts';
import { holdPolicy } from '../depots/policy.ts';
import { addManifestItem } from '../manifest/manifest-items.ts';
import type { Ports } from '../ports.ts';
import { hashEnrolmentToken } from './enrolment-tokens.ts';

export type EnrolProblem =
  | 'bad-key'
  | 'enrolment-token-unknown'
  | 'enrolment-token-used'
  | 'enrolment-token-expired'
  | 'already-enrolled'
  | 'revoked-terminal';

type Grant = z.infer<typeof grant>;

type TokenRow = {
  readonly depot: DepotId;
  readonly terminalName: string;
  readonly expiresAt: Instant;
  readonly terminal: TerminalId | null;
  /** The id of the root key that its code names; null: the first one. */
  readonly root: string | null;
};

const readGrant = async (
  tx: Transaction,
  depot: DepotId,
  terminal: TerminalId,
): Promise<Grant & { revoked: boolean }> => {
  const { rows } = await tx.query<Grant & { revoked: boolean }>(
    `select terminal.id as terminal, terminal.name as "terminalName", depot.id as depot,
       depot.name as "depotName", depot.agreement_key as "depotAgreementKey",
       terminal.signing_key as "signingKey", terminal.agreement_key as "agreementKey",
       terminal.revoked_at is not null as revoked
     from terminal join depot on depot.id = terminal.depot
     where terminal.depot = $1 and terminal.id = $2`,
    [depot, terminal],
  );
  if (rows[0] === undefined) throw new Error(`terminal ${terminal} is gone`);
  return rows[0];
};

/** A key of small order would make the shared secret known to everyone. */
const isUsable = (agreementKey: PublicKey): boolean => {
  try {
    derivePepper(new Uint8Array(32).fill(7), agreementKey, randomUUID() as TerminalId);
    return true;
  } catch {
    return false;
  }
};

const takeToken = async (
  tx: Transaction,
  request: EnrolRequest,
  listIssued: Instant,
  now: Instant,
): Promise<Result<TerminalKey & Pick<TokenRow, 'root'>, EnrolProblem>> => {
  const hash = hashEnrolmentToken(request.token);
  const { rows } = await tx.query<TokenRow>(
    `select depot, terminal_name as "terminalName", expires_at as "expiresAt", terminal,
       root
     from enrolment_token where token_hash = $1 for update`,
    [hash],
  );
  const token = rows[0];
  if (token === undefined) return err('enrolment-token-unknown');
  const { depot, root } = token;
  if (token.terminal !== null) {
    // A terminal that was cut off in the middle asks again with the very same keys.
    const { signingKey, agreementKey } = await readGrant(tx, depot, token.terminal);
    const isSame = signingKey === request.signingKey && agreementKey === request.agreementKey;
    return isSame ? ok({ depot, id: token.terminal, root }) : err('enrolment-token-used');
  }
  if (token.expiresAt <= now) return err('enrolment-token-expired');
  const id = randomUUID() as TerminalId;
  const policy = await holdPolicy(tx, depot);
  const facts = await holdFacts(tx, depot);
  await tx.query(
    `insert into terminal (depot, id, name, platform, signing_key, agreement_key, enrolled_at,
       floor_at, keys_issued, root) values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)`,
    [
      depot,
      id,
      token.terminalName,
      request.platform,
      request.signingKey,
      request.agreementKey,
      at(now),
      at(listIssued),
      root,
    ],
  );
  await addManifestItem(tx, depot, id, { type: 'policy', policy });
  await addManifestItem(tx, depot, id, { type: 'depot', ...facts });
  for (const member of await readRoster(tx, depot)) {
    await addManifestItem(tx, depot, id, { type: 'staff', ...member });
  }
  await tx.query(
    'update enrolment_token set terminal = $2, signing_key = $3 where token_hash = $1',
    [hash, id, request.signingKey],
  );
  return ok({ depot, id, root });
};

/** Enrols the terminal that shows a token, or says again what it was granted. */
export const enrol = async (
  { pool, keys, followKeys, now }: Pick<Ports, 'pool' | 'keys' | 'followKeys' | 'now'>,
  request: EnrolRequest,
): Promise<Result<EnrolAnswer, EnrolProblem>> => {
  if (!isUsable(request.agreementKey)) return err('bad-key');
  await followKeys();
  try {
    return await transaction(pool, async (tx): Promise<Result<EnrolAnswer, EnrolProblem>> => {
      const terminal = await takeToken(tx, request, keys.listIssued, now());
      if (!terminal.ok) return terminal;
      const { depot, id, root: named } = terminal.value;
      const { revoked, ...granted } = await readGrant(tx, depot, id);
      if (revoked) return err('revoked-terminal');
      const root = keys.roots.named(named);
      const key = keys.signing('manifest', now());
      return ok({
        root: root.signer.publicKey,
        keys: root.list,
        grant: signDocument('grant', key.id, key.signer, granted),
      });
    });
  } catch (error) {
    if (brokenUnique(error) === 'enrolment_token_signing_key_key') return err('already-enrolled');
    throw error;
  }
};
