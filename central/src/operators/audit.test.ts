import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { signDocument } from '../../../shared/protocol/api/signed.ts';
import { makeSigner, verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { Hash, Instant } from '../../../shared/protocol/ids.ts';
import {
  type ActFault,
  type ActFile,
  checkActs,
  hashAct,
  readActFile,
} from '../../../shared/protocol/verify/act-chain.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { noteAct } from './acts.ts';
import { placeActs } from './place-acts.ts';

const central = centralForTests();

const addDepot = async (name: string): Promise<void> => {
  const body = { name, sender: 'KERBSIDE', timeZone: 'Europe/Berlin' };
  expect((await central.staff('POST', '/v1/depots', body)).status).toBe(201);
};
const exported = async (): Promise<ActFile> => {
  const { body } = await central.staff('GET', '/v1/audit/export');
  const file = readActFile(body);
  if (file === null) throw new Error('central exports what is no audit');
  return file;
};

let file: ActFile;
beforeAll(async () => {
  await addDepot('North');
  await addDepot('South');
  await placeActs(central.ports);
  await addDepot('West');
  file = await exported();
});

describe('what operators did', () => {
  it('is exported whole, in one chain that central signed', () => {
    expect(file.acts.map(({ act }) => act)).toEqual(Array(3).fill('depot-created'));
    expect(file.ends).toHaveLength(2);
    const report = checkActs(file, null, verifySignature);
    expect(report).toMatchObject({ acts: 3, faults: [], end: { place: 3 } });
  });

  const acts = (change: (all: ActFile['acts']) => ActFile['acts']) => (one: ActFile) => ({
    ...one,
    acts: change(one.acts),
  });
  const own = makeSigner(new Uint8Array(32).fill(7));
  it.each<{ what: string; alter: (one: ActFile) => ActFile; fault: ActFault['fault'] }>([
    {
      what: 'an act is changed',
      alter: acts((all) => all.map((a) => (a.place === 2 ? { ...a, at: 1 as Instant } : a))),
      fault: 'other-act',
    },
    {
      what: 'an act has another person',
      alter: acts((all) => all.map((a) => (a.place === 1 ? { ...a, actor: randomUUID() } : a))),
      fault: 'other-act',
    },
    { what: 'an act is taken out', alter: acts((all) => all.toSpliced(1, 1)), fault: 'missing' },
    {
      what: 'an act is put in between',
      alter: acts((all) => all.toSpliced(1, 0, { ...(all[1] as ActFile['acts'][number]) })),
      fault: 'missing',
    },
    {
      what: 'an act is taken out and the others moved up',
      alter: acts((all) => all.slice(1).map((a) => ({ ...a, place: a.place - 1 }))),
      fault: 'other-act',
    },
    { what: 'the end is cut off', alter: acts((all) => all.slice(0, 2)), fault: 'short' },
    {
      what: 'the end is cut off, and its signature with it',
      alter: (one) => ({ ...acts((all) => all.slice(0, 2))(one), ends: one.ends.slice(0, 1) }),
      fault: 'other-past',
    },
    {
      what: 'the last signature is left out',
      alter: (one) => ({ ...one, ends: one.ends.slice(0, 1) }),
      fault: 'unsigned',
    },
    {
      what: 'somebody else signs the end',
      alter: (one) => ({
        ...one,
        ends: one.ends.map(({ keyId, document }) => signDocument('audit', keyId, own, document)),
      }),
      fault: 'bad-end',
    },
    {
      what: 'the list of keys is somebody else’s',
      alter: (one) => ({ ...one, keys: signDocument('keys', 'root', own, one.keys.document) }),
      fault: 'bad-keys',
    },
  ])('shows that $what', ({ alter, fault }) => {
    const { end } = checkActs(file, null, verifySignature);
    if (end === null) throw new Error('nothing was signed');
    const report = checkActs(alter(file), { root: file.root, end }, verifySignature);
    expect(report.faults.map((one) => one.fault)).toContain(fault);
  });

  it('shows that a whole chain was made anew, by an earlier file', () => {
    let previous: Hash | null = null;
    for (const act of file.acts) previous = hashAct({ ...act, at: 5 as Instant }, previous);
    const end = { place: 3, hash: previous as Hash, at: central.clock.now() };
    const known = { root: file.root, end };
    expect(checkActs(file, known, verifySignature).faults).toEqual([
      { fault: 'other-past', place: 3 },
    ]);
  });
});

describe('the database', () => {
  it.each([
    ['changes', "update audit set act = 'x' where place = 1"],
    ['moves', 'update audit set place = 90 where place = 1'],
    ['deletes', 'delete from audit where place = 1'],
    ['empties', 'truncate audit'],
    ['deletes a signature of', 'delete from audit_end'],
    ['changes a signature of', 'update audit_end set place = place + 10'],
  ])('refuses whoever %s what operators did', async (_what, statement) => {
    await expect(central.ports.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
    expect(checkActs(await exported(), null, verifySignature).faults).toEqual([]);
  });
});

it('gives acts that are done at the same time one place each, whoever places them', async () => {
  const { pool, now } = central.ports;
  const operator = { id: file.acts[0]?.actor ?? '', name: '', rightsVersion: 1 };
  const note = (n: number) => noteAct(pool, operator, 'policy-changed', { n }, now());
  await Promise.all([
    ...Array.from({ length: 40 }, (_, n) => note(n)),
    ...Array.from({ length: 5 }, () => placeActs(central.ports)),
  ]);
  const after = await exported();
  expect(after.acts).toHaveLength(43);
  const { end } = checkActs(file, null, verifySignature);
  const known = end === null ? null : { root: file.root, end };
  expect(checkActs(after, known, verifySignature)).toMatchObject({ acts: 43, faults: [] });
});

it('is read on the command line, page by page, written to a file, and checked', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kerbside-audit-'));
  const [first, second, cut] = ['april', 'may', 'cut'].map((name) => join(folder, `${name}.json`));
  const run = async (...args: string[]) => {
    const { code, out } = await runCli({ env: envOf(central) }, '--json', ...args);
    return { code, body: JSON.parse(out || 'null') };
  };
  expect((await run('audit', 'export', '--out', first ?? '')).code).toBe(0);
  await addDepot('East');
  const { body } = await run('audit', 'list', '--act', 'depot-created');
  expect(body.acts.map((one: { act: string }) => one.act)).toEqual(Array(4).fill('depot-created'));
  const newest = await run('audit', 'list', '--act', 'depot-created', '--limit', '3');
  expect(newest.body).toMatchObject({ acts: body.acts.slice(0, 3), more: true });
  await run('audit', 'export', '--out', second ?? '');
  const held = await run('audit', 'verify', second ?? '', '--earlier', first ?? '');
  expect(held).toMatchObject({ code: 0, body: { ok: true, faults: [] } });
  const whole = JSON.parse(await readFile(second ?? '', 'utf8'));
  await writeFile(cut ?? '', JSON.stringify({ ...whole, acts: whole.acts.slice(0, 5) }));
  const broken = await run('audit', 'verify', cut ?? '', '--earlier', first ?? '');
  expect(broken.code).toBe(1);
  expect(broken.body.faults.map((one: { fault: string }) => one.fault)).toContain('other-past');
});
