import { mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { spokenFingerprint } from '../../../shared/protocol/crypto/keys.ts';
import { DAY } from '../clock.ts';
import { endKeyOnMachine, prepareRootOnMachine, rollRootOnMachine } from '../roll-key.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { codeFor, deliveriesOf, pullAll, seedRoute } from '../testing/seed.ts';
import { PULLED } from '../testing/test-terminal.ts';

const central = centralForTests();
const folder = mkdtempSync(join(tmpdir(), 'kerbside-test-rolled-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const kerbside = (...args: string[]) => runCli({ env: envOf(central, central.url) }, ...args);
const verify = async (file: string, ...more: string[]) => {
  const { code, out, err } = await kerbside('audit', 'verify', join(folder, file), ...more);
  return { code, said: out + err };
};
const roll = async (): Promise<void> => {
  const { databaseUrl, dataFolder, clock } = central;
  const machine = { databaseUrl, dataFolder, now: clock.now };
  expect(await prepareRootOnMachine(machine)).toMatchObject({ ok: true });
  clock.advance(3 * DAY);
  const oldest = (clock.now() - (clock.now() % DAY)) as ReturnType<typeof clock.now>;
  expect(await rollRootOnMachine(machine, oldest)).toMatchObject({ ok: true });
};

test('files from before and after two rolls hold, lead from root to root, and know each other', async () => {
  const { terminal } = await seedRoute(central, 1);
  const [delivery] = deliveriesOf((await pullAll(terminal)).items);
  if (delivery === undefined) throw new Error('no delivery');
  const handOver = await terminal.handOver(delivery, await codeFor(central, delivery));
  if (handOver === null) throw new Error('the code is wrong');
  const { root } = terminal;
  const { agreement, signer } = terminal;
  const enrolled = terminal.write(
    {
      ...{ kind: 'enrolled', depot: delivery.id as never, root },
      ...{ signingKey: signer.publicKey, agreementKey: agreement },
    },
    { after: terminal.head },
  );
  await terminal.handIn([handOver, terminal.write(enrolled.entry.content), terminal.write(PULLED)]);
  const kinds = ['proof', 'log', 'acts'] as const;
  const exportAll = async (when: string): Promise<void> => {
    const at = (kind: string) => ['--out', join(folder, `${kind}-${when}.json`)];
    for (const args of [
      ['delivery', 'proof', delivery.id, ...at('proof')],
      ['terminal', 'export', terminal.id, ...at('log')],
      ['audit', 'export', ...at('acts')],
    ]) {
      expect(await kerbside(...args)).toMatchObject({ code: 0, err: '' });
    }
  };
  await exportAll('before');
  await roll();
  await exportAll('between');
  await roll();
  await exportAll('after');
  for (const kind of kinds) {
    const before = await verify(`${kind}-before.json`);
    expect([before.code, before.said.includes('follows')], kind).toEqual([0, false]);
    const after = await verify(`${kind}-after.json`);
    // Whoever knows the root of before finds it named.
    expect([after.code, after.said.includes(spokenFingerprint(root))], after.said).toEqual([
      0,
      true,
    ]);
    for (const later of kinds) {
      const newer = ['--newer', join(folder, `${later}-after.json`)];
      for (const when of ['before', 'between', 'after']) {
        expect(await verify(`${kind}-${when}.json`, ...newer), kind).toMatchObject({ code: 0 });
      }
      const older = ['--newer', join(folder, `${later}-before.json`)];
      expect((await verify(`${kind}-after.json`, ...older)).said).toContain('[newer-file-bad]');
    }
  }
  const earlier = ['--earlier', join(folder, 'acts-before.json')];
  expect(await verify('acts-after.json', ...earlier)).toMatchObject({ code: 0 });
  const later = ['--earlier', join(folder, 'acts-after.json')];
  expect((await verify('acts-before.json', ...later)).said).toContain('[other-past]');

  // Without the statements, or with half of them, they are of another central's root.
  const spoil = async (kind: 'log' | 'acts', change: (roots: unknown[]) => unknown) => {
    const file = JSON.parse(await readFile(join(folder, `${kind}-after.json`), 'utf8'));
    const shown = kind === 'log' ? file.acknowledged : file;
    shown.roots = change(shown.roots);
    await writeFile(join(folder, 'spoilt.json'), JSON.stringify(file));
    return verify('spoilt.json', ...(kind === 'acts' ? earlier : []));
  };
  expect((await spoil('log', () => undefined)).said).toContain('[other-root]');
  expect((await spoil('log', ([_, second]) => [second])).said).toContain('[other-root]');
  expect((await spoil('log', ([first]) => [first])).said).toContain('[bad-receipt]');
  expect((await spoil('acts', () => undefined)).said).toContain('[other-past]');
  expect((await spoil('acts', ([first]) => [first])).said).toContain('[bad-keys]');
  expect(await spoil('acts', (all) => all)).toMatchObject({ code: 0 });

  // An end of a key is told across the rolls.
  const { databaseUrl, dataFolder, clock, ports } = central;
  const { id } = ports.keys.signing('receipt', clock.now());
  await endKeyOnMachine({ databaseUrl, dataFolder, now: clock.now }, id);
  await exportAll('ended');
  const ended = ['--newer', join(folder, 'log-ended.json')];
  expect((await verify('proof-before.json', ...ended)).said).toContain('[key-ended]');
});
