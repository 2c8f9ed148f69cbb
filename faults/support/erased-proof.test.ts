import { expect, it } from 'vitest';
import { customerOf, liveAWholeLife } from '../../central/src/erasing/testing/whole-life.ts';
import { centralForTests } from '../../central/src/testing/central-for-tests.ts';
import { AUDIT } from '../../conformance/independent/audit.ts';
import { verifySignature } from '../../shared/protocol/crypto/keys.ts';
import { auditLog } from '../../shared/protocol/proof/audit.ts';
import { auditFile } from '../../shared/protocol/proof/audit-file.ts';

const central = centralForTests();

it('an erased delivery is proved and said to be erased by both implementations', async () => {
  const { terminal, ids } = await liveAWholeLife(central, [customerOf(1)]);
  const path = `/v1/deliveries/${ids[0]}`;
  const { etag } = await central.staff('GET', path);
  const headers = { 'if-match': String(etag), 'idempotency-key': '"erase-it-and-look"' };
  expect((await central.staff('POST', `${path}/erase`, {}, headers)).status).toBe(200);
  const log = (await central.staff('GET', `/v1/terminals/${terminal.id}/log`)).body;
  const report = auditLog(auditFile.parse(log), verifySignature);
  expect(report.proved).toHaveLength(1);
  expect(report.erased).toContainEqual({ sequence: 2, details: ['place', 'note', 'strokes'] });
  expect(AUDIT['audit-log']?.({ file: log })).toEqual(report);
});
