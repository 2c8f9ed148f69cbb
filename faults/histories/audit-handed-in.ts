import { nativeVerify } from '../../central/src/keys/native-verify.ts';
import { auditLog } from '../../shared/protocol/proof/audit.ts';
import { readAuditFile } from '../../shared/protocol/proof/audit-file.ts';
import { Wrong, wrong } from './must.ts';
import type { Stage } from './stage.ts';

/**
 * Audits what was handed in, with public keys alone. Throws unless every hand-over is proved and
 * the log is whole; where an old profile was put back, unless the fork is found.
 */
export const auditHandedIn = ({ depot, handedOver, isForked, isBlocked }: Stage): void => {
  const { stored, refused, verifiers, signingKey } = depot;
  const [last] = stored.slice(-1);
  if (last === undefined) return;
  const { terminal } = last.entry;
  const entries = [...stored, ...refused].sort((a, b) => a.entry.sequence - b.entry.sequence);
  const [revokedAt, acknowledged] = [depot.revokedSince(), depot.acknowledged()];
  const known = { revokedAt, verifiers: verifiers(), acknowledged };
  const file = { version: 1, terminal, signingKey, entries, ...known };
  const read = readAuditFile(JSON.parse(JSON.stringify(file)));
  if (!read.ok)
    throw new Wrong('undetected', `what was handed in is ${read.error.code}, ${read.error.where}`);
  const { proved, unproved, faults } = auditLog(read.value, nativeVerify);
  if (isForked) {
    if (refused.length > 0 && faults.length === 0)
      wrong('undetected', 'the audit does not find the fork');
    const deliveries = new Set(proved.map(({ delivery, epoch }) => `${delivery} ${epoch}`));
    if (deliveries.size < proved.length) wrong('duplicated', 'the audit proves it twice', proved);
    return;
  }
  if (faults.length > 0) wrong('lost', 'the audit finds the log broken', faults);
  // A token's code proves itself to the terminal alone.
  const byToken = unproved.filter(({ reason }) => reason === 'by-token');
  if (byToken.length < unproved.length) wrong('false_accepts', 'the audit has no proof', unproved);
  const found = [...proved, ...byToken].map(({ delivery }) => delivery);
  if (new Set(found).size < found.length) wrong('duplicated', 'the audit proves it twice', found);
  const isWhole = isBlocked || found.length === handedOver.size;
  if (!isWhole || found.some((one) => !handedOver.has(one)))
    wrong('lost', 'the audit has others', found);
};
