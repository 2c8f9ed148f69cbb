import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { Sequence } from '../../../shared/protocol/ids.ts';
import { auditLog } from '../../../shared/protocol/proof/audit.ts';
import { auditFile } from '../../../shared/protocol/proof/audit-file.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { codeFor, deliveriesOf, overrideFor, pullAll, seedRoute } from '../testing/seed.ts';
import { PULLED } from '../testing/test-terminal.ts';

const central = centralForTests();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kerbside-test-audit-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A log with a note between two hand-overs, one of them by override, handed in. */
const start = async () => {
  const seeded = await seedRoute(central, 2);
  const { terminal } = seeded;
  const [one, two] = deliveriesOf((await pullAll(terminal)).items);
  if (one === undefined || two === undefined) throw new Error('no deliveries');
  const entries = [
    await terminal.handOver(one, await codeFor(central, one)),
    terminal.write(PULLED),
    await terminal.handOver(two, await overrideFor(central, two), { opens: 'override' }),
  ].flatMap((entry) => entry ?? []);
  expect(await terminal.handIn(entries)).toEqual({ acknowledged: 3, findings: [] });
  return { terminal, entries };
};
const exportOf = async (terminal: string) =>
  auditFile.parse((await central.staff('GET', `/v1/terminals/${terminal}/log`)).body);
const kerbside = (url: string, ...args: string[]) => runCli({ env: envOf(central, url) }, ...args);
/** No central answers here: what is checked is checked without one. */
const verify = (file: string, ...more: string[]) =>
  kerbside('http://127.0.0.1:1', 'audit', 'verify', file, ...more);

describe('the exported log of a terminal', () => {
  it('has the entries, the public keys and the acknowledged head, and proves itself', async () => {
    const { terminal, entries } = await start();
    const file = await exportOf(terminal.id);
    const { sequence: acknowledged, hash } = terminal.head;
    const document = { terminal: terminal.id, acknowledged, hash };
    expect(file).toMatchObject({ terminal: terminal.id, entries });
    expect(file.acknowledged?.receipt.document).toEqual(document);
    expect(file.verifiers).toHaveLength(4);
    expect(auditLog(file, verifySignature)).toMatchObject({
      proved: [
        { sequence: 1, purpose: 'hand-over' },
        { sequence: 3, purpose: 'override' },
      ],
      unproved: [],
      faults: [],
    });
  });

  it('may be empty, and is long without being held whole', async () => {
    const { terminal } = await seedRoute(central, 1);
    expect(await exportOf(terminal.id)).toMatchObject({ entries: [], verifiers: [] });
    const entries = Array.from({ length: 1_001 }, () => terminal.write(PULLED));
    for (let from = 0; from < entries.length; from += 500) {
      await terminal.handIn(entries.slice(from, from + 500));
    }
    expect((await exportOf(terminal.id)).entries).toEqual(entries);
  });

  it('shows the other branch of a fork, and the hand-over that it has', async () => {
    const { terminal } = await start();
    const branch = terminal.write(PULLED, {
      after: { sequence: 1 as Sequence, hash: null as never },
    });
    const fork = terminal.write(
      { ...PULLED, items: 2 },
      { after: { ...terminal.head, sequence: 0 as Sequence } },
    );
    await terminal.handIn([branch]);
    await terminal.handIn([fork]);
    const { faults } = auditLog(await exportOf(terminal.id), verifySignature);
    expect(faults).toEqual([
      { sequence: 1, fault: 'fork' },
      { sequence: 2, fault: 'fork' },
    ]);
  });

  it('is refused for a terminal that there is not, and to strangers', async () => {
    const path = '/v1/terminals/3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f/log';
    expect((await central.staff('GET', path)).status).toBe(404);
    expect((await fetch(central.url + path)).status).toBe(401);
  });
});

describe('the command', () => {
  it('exports a log, and verifies it without central', async () => {
    const { terminal } = await start();
    const file = join(folder, 'good.json');
    const exported = await kerbside(central.url, 'terminal', 'export', terminal.id, '--out', file);
    expect(exported).toMatchObject({ code: 0, err: '' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const checked = await verify(file);
    expect(checked).toMatchObject({ code: 0, err: '' });
    expect(checked.out).toContain('3 entries; the chain is unbroken');
    expect(checked.out).toContain('2 hand-overs are proved, 1 of them by an override; 0 not');
    expect(JSON.parse((await verify(file, '--json')).out)).toMatchObject({
      ok: true,
      terminal: terminal.id,
      acknowledged: 3,
      entries: 3,
      unproved: [],
      faults: [],
    });
  });

  it('says what is wrong with a log, and where', async () => {
    const { terminal } = await start();
    const log = await exportOf(terminal.id);
    const file = join(folder, 'bad.json');
    const checkOf = async (changed: unknown, ...more: string[]) => {
      await writeFile(file, JSON.stringify(changed));
      return verify(file, ...more);
    };
    const [one, two, three] = log.entries;
    const short = await checkOf({ ...log, entries: [one, two] });
    expect([short.code, short.err]).toEqual([1, '']);
    expect(short.out).toContain('entry 3 is missing, and was acknowledged by central');
    const removed = await checkOf({ ...log, entries: [one, three] }, '--json');
    expect(removed.code).toBe(1);
    expect(JSON.parse(removed.out)).toMatchObject({
      ok: false,
      faults: [{ sequence: 3, fault: 'gap' }],
    });
    const nameless = await checkOf({ ...log, verifiers: [], acknowledged: undefined });
    expect(nameless.code).toBe(1);
    expect(nameless.out).toContain('no code or pass of this number was made for the terminal');
    expect(nameless.out).toContain('a missing end would not be noticed');
  });

  it('refuses a member that stands twice, and a mark in front (C9)', async () => {
    const { terminal } = await start();
    const text = JSON.stringify(await exportOf(terminal.id));
    const file = join(central.dataFolder, 'twice.json');
    const twice = text.replace('"sequence":1,', '"sequence":7,"sequence":1,');
    expect(twice).not.toBe(text);
    for (const [wrong, why] of [
      [twice, /member twice/],
      [`\ufeff${text}`, /byte order mark/],
    ] as const) {
      await writeFile(file, wrong);
      const answer = await verify(file);
      expect(answer.code).toBe(1);
      expect(answer.err).toMatch(why);
    }
  });

  it('refuses what it does not know, and says when it is used wrongly', async () => {
    const { terminal } = await start();
    const log = await exportOf(terminal.id);
    const file = join(folder, 'unknown.json');
    await writeFile(file, JSON.stringify({ ...log, version: 2 }));
    const newer = await verify(file, '--json');
    expect([newer.code, JSON.parse(newer.out).error.code]).toEqual([1, 'unknown-version']);
    const text = JSON.stringify(log).replace('"pulled"', '"login"');
    await writeFile(file, text);
    expect((await verify(file)).err).toContain('[unknown-entry-kind]');
    await writeFile(file, text.slice(0, -9));
    expect(await verify(file)).toMatchObject({ code: 1, out: '' });
    expect((await verify(join(folder, 'missing.json'))).code).toBe(2);
    expect((await kerbside('http://127.0.0.1:1', 'audit', 'verify')).code).toBe(2);
    const nowhere = join(folder, 'no', 'where.json');
    const args = ['terminal', 'export', terminal.id, '--out', nowhere];
    expect((await kerbside(central.url, ...args)).code).toBe(2);
    await expect(readFile(nowhere)).rejects.toThrow('ENOENT');
  });
});

describe('the other new commands', () => {
  it('show an override once, list what came in, and change the policy', async () => {
    const { depot, terminal } = await seedRoute(central, 1);
    const [delivery] = deliveriesOf((await pullAll(terminal)).items);
    if (delivery === undefined) throw new Error('no delivery');
    const reference = `${delivery.shortId.slice(0, 3)}-${delivery.shortId.slice(3)}`.toLowerCase();
    const args = ['override', reference, '--reason', 'no telephone', '--as', 'Nadia'];
    const shown = await kerbside(central.url, ...args);
    expect([shown.code, shown.err]).toEqual([0, '']);
    const code = shown.out.split('\n')[0] ?? '';
    const done = await terminal.handOver(delivery, code, { opens: 'override' });
    const again = await kerbside(central.url, ...args, '--json');
    expect([again.code, JSON.parse(again.out).error.code]).toEqual([1, 'override-shown-already']);
    expect((await kerbside(central.url, 'override', reference, '--as', 'Nadia')).code).toBe(2);
    const { id, epoch } = delivery;
    const said = {
      outcome: 'no-access' as const,
      note: 'gate',
      strokes: [[[1, 2] as [number, number]]],
    };
    const left = terminal.write({ kind: 'exception', delivery: id, epoch, ...said });
    await terminal.handIn([...(done === null ? [] : [done]), left]);
    const list = async (kind: string) =>
      (await kerbside(central.url, kind, 'list', '--depot', depot)).out;
    expect(await list('hand-over')).toMatch(/yes +OVERRIDE +yes +yes/);
    expect(await list('exception')).toMatch(/no-access .* yes +gate/);
    const hash = terminal.head.hash ?? '';
    const report = { anchored: { sequence: 2, hash }, stored: { sequence: 0, hash: null } };
    await terminal.send('POST', '/v1/terminal/rolled-back', report);
    expect(await list('finding')).toContain('its store ends at entry 0, its log at 2');
    const policy = async (...more: string[]) =>
      (await kerbside(central.url, 'depot', 'policy', depot, ...more)).out;
    expect(await policy()).toContain('lease 36 h; clock ±120 s, blocks; waits 0, 30, 300, 3600 s');
    expect(await policy('--no-clock-blocks', '--waits', '0,5')).toContain('warns; waits 0, 5 s');
    expect(await policy('--lease-hours', '4')).toContain('lease 4 h; clock ±120 s, warns');
  });
});
