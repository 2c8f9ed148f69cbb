import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ManifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import { toBase64url } from '../../../shared/protocol/codec/bytes.ts';
import { makeSigner, verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { Random16, Sequence } from '../../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import { auditLog } from '../../../shared/protocol/proof/audit.ts';
import { auditFile } from '../../../shared/protocol/proof/audit-file.ts';
import { HOUR } from '../clock.ts';
import { assignRoute } from '../testing/assign-route.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { codeFor, deliveriesOf, enrolTerminal, pullAll, seedRoute } from '../testing/seed.ts';
import { random16 } from '../testing/send-signed.ts';
import { PULLED, type TestTerminal } from '../testing/test-terminal.ts';

// Whether a hand-over is proved, and what is wrong with it beside that, is judged in one place: what
// central counts, what its lists show and what an audit of the exported log says is one story.

const central = centralForTests();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kerbside-test-judgement-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const start = async () => {
  const seeded = await seedRoute(central, 1);
  const [delivery] = deliveriesOf((await pullAll(seeded.terminal)).items);
  if (delivery === undefined) throw new Error('no delivery');
  return { ...seeded, delivery };
};
const fileOf = async ({ id }: TestTerminal) =>
  auditFile.parse((await central.staff('GET', `/v1/terminals/${id}/log`)).body);
const byCode = async (terminal: TestTerminal, delivery: ManifestDelivery): Promise<SignedEntry> => {
  const entry = await terminal.handOver(delivery, await codeFor(central, delivery));
  if (entry === null) throw new Error('the code is wrong');
  return entry;
};
const makePass = async ({ id }: ManifestDelivery) => {
  const body = { audience: 'depot' };
  const answer = await central.staff('POST', `/v1/deliveries/${id}/passes`, body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body as { once: Random16; text: string };
};

/** Central's finding and its list's line, and what the audit of the exported log makes of it. */
const storyOf = async (terminal: TestTerminal, entries: readonly SignedEntry[]) => {
  const { findings } = await terminal.handIn(entries);
  const { body } = await central.staff('GET', `/v1/hand-overs?terminal=${terminal.id}`);
  const [listed] = body.handOvers;
  const { proved, unproved, faults } = auditLog(await fileOf(terminal), verifySignature);
  return {
    findings: findings.map(({ code }) => code),
    counted: listed.counted,
    listed: listed.proved ? 'proved' : listed.reason,
    audited: proved.length === 1 ? 'proved' : unproved[0]?.reason,
    remarks: proved[0]?.remarks ?? [],
    faults: faults.map(({ sequence, fault }) => `${sequence} ${fault}`),
  };
};
/** The story of what was never made for the terminal. */
const UNKNOWN = {
  findings: ['no-such-delivery'],
  counted: false,
  listed: 'no-verifier',
  audited: 'no-verifier',
  remarks: [],
  faults: [],
};
/** The story of what was really there, and had been taken back. */
const WITHDRAWN = {
  findings: ['after-withdrawal'],
  counted: true,
  listed: 'proved',
  audited: 'proved',
  remarks: ['after-withdrawal'],
  faults: [],
};
/** The same hand-over, by its signer said otherwise. */
const declaredAs = (
  terminal: TestTerminal,
  { entry }: SignedEntry,
  proof: (presence: never) => object,
): SignedEntry => {
  const { content } = entry;
  if (content.kind !== 'hand-over' || content.proof.scheme === 'oath') throw new Error('no code');
  const said = { ...content, proof: proof(content.proof.presence as never) } as typeof content;
  const after = { sequence: (entry.sequence - 1) as Sequence, hash: entry.previous } as never;
  return terminal.write(said, { after });
};

describe('one story in central, its lists and the audit', () => {
  it('of a real code that is declared as a pass (C4)', async () => {
    const { terminal, delivery } = await start();
    const real = await byCode(terminal, delivery);
    const once = random16();
    const said = declaredAs(terminal, real, (presence) => ({ scheme: 'pass', once, presence }));
    expect(await storyOf(terminal, [said])).toEqual(UNKNOWN);
  });

  it('of a real pass that is declared as a code (C4)', async () => {
    const { terminal, delivery } = await start();
    const real = terminal.takePass((await makePass(delivery)).text);
    const said = declaredAs(terminal, real, (presence) => ({ scheme: 'sealed', presence }));
    expect(await storyOf(terminal, [said])).toEqual(UNKNOWN);
  });

  it('of a real pass under the name of another (C4)', async () => {
    const { terminal, delivery } = await start();
    const real = terminal.takePass((await makePass(delivery)).text, { claimsOnce: random16() });
    expect(await storyOf(terminal, [real])).toEqual(UNKNOWN);
  });

  it('of a delivery in capitals: neither takes the entry (C4)', async () => {
    const { terminal, delivery } = await start();
    const { entry, signature } = await byCode(terminal, delivery);
    const { content } = entry;
    if (content.kind !== 'hand-over') throw new Error('no hand-over');
    const loud = { ...content, delivery: content.delivery.toUpperCase() };
    const said = { entry: { ...entry, content: loud }, signature };
    const answer = await terminal.send('POST', '/v1/terminal/entries', { entries: [said] });
    expect(answer.status).toBe(400);
    const file = { ...(await fileOf(terminal)), entries: [said] };
    expect(auditFile.safeParse(file).success).toBe(false);
    expect(auditFile.safeParse({ ...file, entries: [{ entry, signature }] }).success).toBe(true);
  });

  it('of a pass after its withdrawal was pulled (C5)', async () => {
    const { terminal, delivery } = await start();
    const pass = await makePass(delivery);
    central.clock.advance(1_000);
    const path = `/v1/passes/${pass.once}/withdraw`;
    expect((await central.staff('POST', path, {})).status).toBe(200);
    await pullAll(terminal);
    const entries = [terminal.write(PULLED), terminal.takePass(pass.text)];
    expect(await storyOf(terminal, entries)).toEqual(WITHDRAWN);
  });

  it('of a code after its route was given to another terminal (C5)', async () => {
    const { depot, driver, route, terminal, delivery } = await start();
    const code = await codeFor(central, delivery);
    central.clock.advance(HOUR / 2);
    const other = await enrolTerminal(central, depot, 'T2');
    const body = { terminal: other.id, driver };
    expect((await assignRoute(central, route, body)).status).toBe(200);
    const late = await terminal.handOver(delivery, code);
    if (late === null) throw new Error('the code is wrong');
    expect(await storyOf(terminal, [late])).toEqual(WITHDRAWN);
  });

  it('of a code before its route was given to another terminal: nothing is wrong', async () => {
    const { depot, driver, route, terminal, delivery } = await start();
    const entry = await byCode(terminal, delivery);
    central.clock.advance(HOUR / 2);
    const other = await enrolTerminal(central, depot, 'T2');
    await assignRoute(central, route, { terminal: other.id, driver });
    expect(await storyOf(terminal, [entry])).toMatchObject({
      findings: [],
      counted: true,
      remarks: [],
    });
  });

  it('of a code that a terminal took after it was revoked', async () => {
    const { terminal, delivery } = await start();
    const code = await codeFor(central, delivery);
    await central.staff('POST', `/v1/terminals/${terminal.id}/revoke`, {});
    central.clock.advance(1_000);
    const late = await terminal.handOver(delivery, code);
    if (late === null) throw new Error('the code is wrong');
    expect(await storyOf(terminal, [late])).toEqual({
      ...WITHDRAWN,
      findings: ['after-revocation'],
      // Its codes were withdrawn with it.
      remarks: ['after-revocation', 'after-withdrawal'],
    });
  });

  it('of what a terminal wrote after it had wiped itself, which then it has not (C6)', async () => {
    const { terminal, delivery } = await start();
    await terminal.handIn([terminal.write({ kind: 'wiped', by: null })]);
    const statusOf = async () =>
      (await central.staff('GET', `/v1/terminals?terminal=${terminal.id}`)).body.terminals[0]
        .status;
    expect(await statusOf()).toBe('wiped');
    const entries = [terminal.write(PULLED), await byCode(terminal, delivery)];
    expect(await storyOf(terminal, entries)).toEqual({
      findings: ['after-wiped', 'after-wiped'],
      counted: true,
      listed: 'proved',
      audited: 'proved',
      remarks: ['after-wiped'],
      faults: ['2 after-wiped', '3 after-wiped'],
    });
    expect(await statusOf()).toBe('enrolled');
  });
});

describe('an exported log that was cut', () => {
  const verify = async (file: unknown) => {
    const path = join(folder, `${toBase64url(randomBytes(6))}.json`);
    await writeFile(path, JSON.stringify(file));
    const env = envOf(central, 'http://127.0.0.1:1');
    const { code, out, err } = await runCli({ env }, 'audit', 'verify', path);
    return { code, out: out + err };
  };

  it('is seen, also with what central acknowledged rewritten (C8)', async () => {
    const { terminal, delivery } = await start();
    const entries = [terminal.write(PULLED), await byCode(terminal, delivery)];
    await terminal.handIn(entries);
    const file = await fileOf(terminal);
    expect(await verify(file)).toMatchObject({ code: 0 });
    const cut = { ...file, entries: entries.slice(0, 1) };
    expect((await verify(cut)).out).toContain('[short]');
    const { acknowledged } = file;
    if (acknowledged === undefined) throw new Error('it says nothing of what was acknowledged');
    const document = { ...(acknowledged.receipt.document as object), acknowledged: 1 };
    const rewritten = { ...acknowledged.receipt, document };
    const forged = { ...cut, acknowledged: { ...acknowledged, receipt: rewritten } };
    const answer = await verify(forged);
    expect(answer.code).toBe(1);
    expect(answer.out).toContain('is not genuine [bad-receipt]');
    // Nor does another central's word help.
    const stranger = makeSigner(new Uint8Array(randomBytes(32))).publicKey;
    const elsewhere = { ...file, acknowledged: { ...acknowledged, root: stranger } };
    expect((await verify(elsewhere)).out).toContain('[bad-receipt]');
  });
});
