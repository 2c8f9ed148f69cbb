import { mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type KeyPurpose, signDocument } from '../../../shared/protocol/api/signed.ts';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import { openDeliveryProof, proofText } from '../../../shared/protocol/proof/delivery-proof.ts';
import { endKeyOnMachine } from '../roll-key.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { codeFor, deliveriesOf, pullAll, seedRoute } from '../testing/seed.ts';
import { PULLED } from '../testing/test-terminal.ts';

const central = centralForTests();
const folder = mkdtempSync(join(tmpdir(), 'kerbside-test-ended-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const kerbside = (...args: string[]) => runCli({ env: envOf(central, central.url) }, ...args);
const verify = async (file: string, newer?: string) => {
  const more = newer === undefined ? [] : ['--newer', join(folder, newer)];
  const { code, out, err } = await kerbside('audit', 'verify', join(folder, file), ...more);
  return { code, said: out + err };
};
const end = async (purpose: KeyPurpose) => {
  const { databaseUrl, dataFolder, clock, ports } = central;
  const { id, signer } = ports.keys.signing(purpose, clock.now());
  clock.advance(1_000);
  const ended = await endKeyOnMachine({ databaseUrl, dataFolder, now: clock.now }, id);
  if (!ended.ok) throw new Error(ended.error.sentence);
  // What leaked.
  return { id, signer };
};

test('a file that an ended key signed is told by any later one; the file alone cannot say so', async () => {
  const { terminal, depot } = await seedRoute(central, 1);
  const [delivery] = deliveriesOf((await pullAll(terminal)).items);
  if (delivery === undefined) throw new Error('no delivery');
  const handOver = await terminal.handOver(delivery, await codeFor(central, delivery));
  if (handOver === null) throw new Error('the code is wrong');
  await terminal.handIn([handOver, terminal.write(PULLED)]);
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
  const leaked = await end('receipt');
  await end('audit');
  await exportAll('after');
  for (const kind of kinds) {
    expect(await verify(`${kind}-before.json`), kind).toMatchObject({ code: 0 });
    expect(await verify(`${kind}-after.json`), kind).toMatchObject({ code: 0 });
    for (const later of kinds) {
      const before = await verify(`${kind}-before.json`, `${later}-after.json`);
      expect([before.code, before.said.includes('[key-ended]')], kind).toEqual([1, true]);
      expect(await verify(`${kind}-after.json`, `${later}-after.json`)).toMatchObject({ code: 0 });
      expect((await verify(`${kind}-after.json`, `${later}-before.json`)).said).toContain(
        '[newer-file-bad]',
      );
    }
  }
  // Whoever has the key makes a proof of another depot out of the one of before.
  const text = await readFile(join(folder, 'proof-before.json'));
  const opened = openDeliveryProof(text, verifySignature);
  if (!opened.ok) throw new Error(opened.error);
  const forged = signDocument('proof', leaked.id, leaked.signer, {
    ...opened.value,
    depot: delivery.id,
  });
  expect(depot).not.toBe(delivery.id);
  await writeFile(join(folder, 'forged.json'), proofText(forged));
  expect(await verify('forged.json')).toMatchObject({ code: 0 });
  expect((await verify('forged.json', 'acts-after.json')).said).toContain('[key-ended]');
});

test('what is no file of central, or is signed by nobody, is said to be', async () => {
  await writeFile(join(folder, 'other.json'), '{"entries":[]}');
  expect((await verify('other.json', 'log-after.json')).said).toContain('[nothing-signed]');
  expect((await verify('log-after.json', 'other.json')).said).toContain('[newer-file-bad]');
});
