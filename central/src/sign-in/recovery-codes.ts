import { randomBytes } from 'node:crypto';
import { ALPHABET } from '../../../shared/protocol/code/alphabet.ts';
import type { Database, Transaction } from '../database/pool.ts';
import type { Ports } from '../ports.ts';
import { keyedHash } from './secrets.ts';

const HOW_MANY = 10;
/** Of five bits each. */
const SYMBOLS = 10;

type Keys = Pick<Ports['keys'], 'signIn'>;

/** As it is written down: `4F7K2-M90QX`. */
const makeCode = (): string => {
  const symbols = [...randomBytes(SYMBOLS)].map((byte) => ALPHABET[byte & 31]).join('');
  return `${symbols.slice(0, SYMBOLS / 2)}-${symbols.slice(SYMBOLS / 2)}`;
};

/** A code as it was shown, in whichever way somebody copied it; null for what is none. */
const readCode = (text: string): string | null => {
  const symbols = text.replace(/[\s-]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
  const isCode = symbols.length === SYMBOLS && [...symbols].every((one) => ALPHABET.includes(one));
  return isCode ? symbols : null;
};

const hashOf = (keys: Keys, operator: string, symbols: string): Buffer =>
  keyedHash(keys, 'recovery-code', `${operator} ${symbols}`);

/** Gives somebody ten new codes in place of all that they had. They are shown once. */
export const renewRecoveryCodes = async (
  keys: Keys,
  tx: Transaction,
  operator: string,
): Promise<string[]> => {
  const codes = Array.from({ length: HOW_MANY }, makeCode);
  await tx.query('delete from operator_recovery_code where operator = $1', [operator]);
  await tx.query(
    'insert into operator_recovery_code (operator, code_hmac) select $1, unnest($2::bytea[])',
    [operator, codes.map((code) => hashOf(keys, operator, readCode(code) ?? ''))],
  );
  return codes;
};

/** Whether this is a code of theirs that was not used; it is from now on. */
export const useRecoveryCode = async (
  keys: Keys,
  tx: Transaction,
  operator: string,
  text: string,
): Promise<boolean> => {
  const symbols = readCode(text);
  if (symbols === null) return false;
  const { rowCount } = await tx.query(
    `update operator_recovery_code set used_at = now()
     where operator = $1 and code_hmac = $2 and used_at is null`,
    [operator, hashOf(keys, operator, symbols)],
  );
  return rowCount === 1;
};

/** How many codes somebody has left. */
export const countRecoveryCodes = async (db: Database, operator: string): Promise<number> =>
  (
    await db.query<{ n: number }>(
      `select count(*) as n from operator_recovery_code where operator = $1 and used_at is null`,
      [operator],
    )
  ).rows[0]?.n ?? 0;
