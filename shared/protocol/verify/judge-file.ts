import { err, ok, type Result } from '../../result.ts';
import { type JsonProblem, readStrictJson } from '../codec/strict-json.ts';
import type { VerifySignature } from '../crypto/keys.ts';
import { type AuditReport, auditLog } from '../proof/audit.ts';
import { type AuditFile, type AuditProblem, readAuditFile } from '../proof/audit-file.ts';
import {
  type DeliveryProof,
  isDeliveryProof,
  openDeliveryProof,
  type ProofProblem,
} from '../proof/delivery-proof.ts';
import { type DeliveryReport, judgeDelivery } from '../proof/judge-delivery.ts';
import {
  type ActFile,
  type ActReport,
  checkActs,
  type EarlierEnd,
  isActFile,
  readActFile,
} from './act-chain.ts';

/**
 * What a file is, and what it proves: one delivery, a terminal's log, or what operators did. `json`:
 * it could not be read at all.
 */
export type JudgedFile =
  | { readonly kind: 'json'; readonly read: { readonly ok: false; readonly error: JsonProblem } }
  | {
      readonly kind: 'delivery';
      readonly read: Result<
        { readonly file: DeliveryProof; readonly report: DeliveryReport },
        ProofProblem
      >;
    }
  | {
      readonly kind: 'log';
      readonly read: Result<
        { readonly file: AuditFile; readonly report: AuditReport },
        AuditProblem
      >;
    }
  | {
      readonly kind: 'acts';
      readonly read: Result<
        { readonly file: ActFile; readonly report: ActReport },
        { readonly code: 'malformed' }
      >;
    };

const judgeProof = (bytes: Uint8Array, verify: VerifySignature): JudgedFile => {
  const opened = openDeliveryProof(bytes, verify);
  if (!opened.ok) return { kind: 'delivery', read: opened };
  const file = opened.value;
  return { kind: 'delivery', read: ok({ file, report: judgeDelivery(file, verify) }) };
};

const judgeActs = (
  value: unknown,
  earlier: EarlierEnd | null,
  verify: VerifySignature,
): JudgedFile => {
  const file = readActFile(value);
  if (file === null) return { kind: 'acts', read: err({ code: 'malformed' }) };
  return { kind: 'acts', read: ok({ file, report: checkActs(file, earlier, verify) }) };
};

const judgeLog = (value: unknown, verify: VerifySignature): JudgedFile => {
  const read = readAuditFile(value);
  if (!read.ok) return { kind: 'log', read };
  return { kind: 'log', read: ok({ file: read.value, report: auditLog(read.value, verify) }) };
};

/**
 * Checks whatever central writes to be checked, with public keys alone: the one judgement of the command
 * line and of the console's page. What is neither a delivery's proof nor an exported audit is read as
 * a log. `earlier`: where an audit ended that somebody kept.
 */
export const judgeFile = (
  bytes: Uint8Array,
  earlier: EarlierEnd | null,
  verify: VerifySignature,
): JudgedFile => {
  const json = readStrictJson(bytes);
  if (!json.ok) return { kind: 'json', read: json };
  if (isDeliveryProof(json.value)) return judgeProof(bytes, verify);
  return isActFile(json.value)
    ? judgeActs(json.value, earlier, verify)
    : judgeLog(json.value, verify);
};

/** Whether nothing is wrong with a file, and all of it is proved without a remark. */
export const holds = (judged: JudgedFile): boolean => {
  if (!judged.read.ok) return false;
  const { faults } = judged.read.value.report;
  if (faults.length > 0) return false;
  if (judged.kind === 'log') {
    const { proved, unproved } = judged.read.value.report;
    return unproved.length === 0 && proved.every(({ remarks }) => remarks.length === 0);
  }
  if (judged.kind !== 'delivery') return true;
  const { handOvers } = judged.read.value.report;
  const isGood = ({ reason, remarks }: (typeof handOvers)[number]): boolean =>
    reason === null && remarks.length === 0;
  return handOvers.length > 0 && handOvers.every(isGood);
};
