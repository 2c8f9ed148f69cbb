import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { DeliveryProof } from '../../../shared/protocol/proof/delivery-proof.ts';
import { openDeliveryProof } from '../../../shared/protocol/proof/delivery-proof.ts';
import { judgeDelivery } from '../../../shared/protocol/proof/judge-delivery.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { codeFor, deliveriesOf, overrideFor, pullAll, seedRoute } from '../testing/seed.ts';
import { PULLED } from '../testing/test-terminal.ts';

const central = centralForTests();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kerbside-test-proof-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const textOf = async (delivery: string): Promise<string> => {
  const operator = (await readFile(join(central.dataFolder, 'operator.token'), 'utf8')).trim();
  const headers = { authorization: `Bearer ${operator}` };
  const answer = await fetch(`${central.url}/v1/deliveries/${delivery}/proof`, { headers });
  expect(answer.status).toBe(200);
  return answer.text();
};
const open = (text: string | Uint8Array) =>
  openDeliveryProof(typeof text === 'string' ? Buffer.from(text) : text, verifySignature);
const opened = (text: string): DeliveryProof => {
  const proof = open(text);
  if (!proof.ok) throw new Error(proof.error);
  return proof.value;
};

/** Two deliveries, one handed over by the customer's code and one by an override. */
const start = async () => {
  const seeded = await seedRoute(central, 2);
  const { terminal } = seeded;
  const [one, two] = deliveriesOf((await pullAll(terminal)).items);
  if (one === undefined || two === undefined) throw new Error('no deliveries');
  const entries = [
    terminal.write(PULLED),
    await terminal.handOver(one, await codeFor(central, one)),
    terminal.write(PULLED),
    await terminal.handOver(two, await overrideFor(central, two), { opens: 'override' }),
  ].flatMap((entry) => entry ?? []);
  expect(await terminal.handIn(entries)).toMatchObject({ acknowledged: 4, findings: [] });
  return { terminal, one, two };
};
const kerbside = (url: string, ...args: string[]) => runCli({ env: envOf(central, url) }, ...args);
const verify = (file: string, ...more: string[]) =>
  kerbside('http://127.0.0.1:1', 'audit', 'verify', file, ...more);

describe("a delivery's proof", () => {
  it('proves its hand-over, and has nothing of another delivery', async () => {
    const { terminal, one, two } = await start();
    const text = await textOf(one.id);
    const proof = opened(text);
    expect(judgeDelivery(proof, verifySignature)).toMatchObject({
      handOvers: [{ terminal: terminal.id, sequence: 2, purpose: 'hand-over', reason: null }],
      exceptions: [],
      faults: [],
    });
    expect(proof.logs).toMatchObject([{ terminal: terminal.id, acknowledged: 4 }]);
    expect(text).not.toContain(two.id);
    const byOverride = opened(await textOf(two.id));
    expect(judgeDelivery(byOverride, verifySignature)).toMatchObject({
      handOvers: [{ sequence: 4, purpose: 'override', reason: null }],
      faults: [],
    });
  });

  it('says nothing of a delivery that nobody handed over', async () => {
    const { terminal } = await seedRoute(central, 1);
    const [only] = deliveriesOf((await pullAll(terminal)).items);
    const proof = opened(await textOf(only?.id ?? ''));
    expect(proof.logs).toEqual([]);
    const path = '/v1/deliveries/3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f/proof';
    expect((await central.staff('GET', path)).status).toBe(404);
  });

  it('is refused with any byte of it changed, taken out or put in', async () => {
    const { one } = await start();
    const good = Buffer.from(await textOf(one.id));
    expect(open(good).ok).toBe(true);
    const taken: number[] = [];
    for (let at = 0; at < good.length; at++) {
      const spoilt = Buffer.from(good);
      // One bit, another one for each byte in turn, that keeps it a letter where it is one.
      spoilt[at] = (spoilt[at] ?? 0) ^ (1 << (at % 6));
      if (open(spoilt).ok) taken.push(at);
    }
    expect(taken).toEqual([]);
    for (let at = 0; at <= good.length; at += 97) {
      const [before, after] = [good.subarray(0, at), good.subarray(at)];
      expect(open(Buffer.concat([before, Buffer.from(' '), after])).ok).toBe(false);
      expect(at < good.length && open(Buffer.concat([before, after.subarray(1)])).ok).toBe(false);
    }
  }, 300_000);

  it('is not taken with its entries in another order, or one of another terminal', async () => {
    const { one } = await start();
    const proof = opened(await textOf(one.id));
    const [log] = proof.logs;
    const entry = log?.entries[0];
    if (log === undefined || entry === undefined) throw new Error('no log');
    const faultsOf = (changed: Partial<typeof log>) =>
      judgeDelivery({ ...proof, logs: [{ ...log, ...changed }] }, verifySignature).faults;
    expect(faultsOf({ entries: [entry, entry] })).toMatchObject([{ fault: 'out-of-order' }]);
    expect(faultsOf({ acknowledged: 1 as never })).toMatchObject([{ fault: 'unacknowledged' }]);
    expect(faultsOf({ terminal: one.id as never })).toMatchObject([{ fault: 'other-terminal' }]);
    expect(faultsOf({ signingKey: proof.root })).toMatchObject([{ fault: 'bad-signature' }]);
    const other = { ...proof, delivery: log.terminal as never, logs: [log] };
    expect(judgeDelivery(other, verifySignature)).toMatchObject({
      handOvers: [],
      faults: [{ fault: 'other-delivery' }],
    });
  });
});

describe('the command', () => {
  it('writes a proof by a reference that is closed, and says what it proves', async () => {
    const { one } = await start();
    const { body } = await central.staff('GET', `/v1/deliveries/${one.id}`);
    const file = join(folder, 'good.json');
    const made = await kerbside(central.url, 'delivery', 'proof', body.shortId, '--out', file);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const checked = await verify(file);
    expect(checked).toMatchObject({ code: 0, err: '' });
    expect(checked.out).toContain("Proved: it was handed over by the customer's code or pass");
    expect(checked.out).toContain('Not proved by this file: whose that root key is');
    expect(JSON.parse((await verify(file, '--json')).out)).toMatchObject({
      ok: true,
      delivery: one.id,
      handOvers: [{ reason: null, remarks: [] }],
    });
  });

  it('refuses one that was altered, and one that proves nothing', async () => {
    const { one } = await start();
    const text = await textOf(one.id);
    const file = join(folder, 'altered.json');
    await writeFile(file, text.replace('"issued":1', '"issued":2'));
    const refused = await verify(file);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('[bad-seal]');
    const { terminal } = await seedRoute(central, 1);
    const [open_] = deliveriesOf((await pullAll(terminal)).items);
    await writeFile(file, await textOf(open_?.id ?? ''));
    const empty = await verify(file);
    expect(empty.code).toBe(1);
    expect(empty.out).toContain('No terminal has handed in a hand-over of it.');
  });
});
