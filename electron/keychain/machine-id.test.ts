import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { err, ok } from '../../shared/result.ts';
import { guidIn, machineId, readMachineId } from './machine-id.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kerbside-machine-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ID = '0123456789abcdef0123456789abcdef';

test('this machine has an id, and the same one each time (W5)', async () => {
  const first = await readMachineId();
  expect(first.ok).toBe(true);
  expect(await readMachineId()).toEqual(first);
});

test.skipIf(process.platform === 'win32')(
  'the first file that has an id is taken; one that has none is not',
  async () => {
    const [empty, own, other] = ['empty', 'own', 'other'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(empty, 'uninitialized\n');
    writeFileSync(own, `${ID}\n`);
    writeFileSync(other, `${ID.replaceAll('0', 'f')}\n`);
    expect(await readMachineId([join(folder, 'none'), empty, own, other])).toEqual(ok(ID));
    expect(await readMachineId([empty])).toEqual(err('machine-unnamed'));
    expect(await readMachineId([])).toEqual(err('machine-unnamed'));
  },
);

test("Windows' MachineGuid is found in what reg.exe prints, whatever stands around it", () => {
  const guid = '01234567-89AB-CDEF-0123-456789abcdef';
  const printed = [
    '',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography',
    `    MachineGuid    REG_SZ    ${guid}`,
    '',
  ].join('\r\n');
  expect(guidIn(printed)).toBe(guid);
  expect(machineId.parse(guidIn(printed))).toBe(ID);
  expect(guidIn('ERROR: The system was unable to find the specified registry key.')).toBeNull();
});
