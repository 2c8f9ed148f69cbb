import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import keytar from 'keytar';
import { SerialPort } from 'serialport';
import { readMachineId } from '../../electron/keychain/machine-id.ts';
import { isClosed, type Results } from './results.ts';

const isWindows = process.platform === 'win32';
const system32 = (name: string): string =>
  path.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', name);
const run = async (program: string, args: readonly string[]): Promise<string> =>
  (await promisify(execFile)(system32(program), args, { windowsHide: true })).stdout;

/** Whether the registry has a value like this; null elsewhere than on Windows. */
const hasValue = async (key: string, name: string, like: RegExp): Promise<boolean | null> => {
  if (!isWindows) return null;
  const printed = await run('reg.exe', ['query', key, '/v', name]).catch(() => '');
  return like.test(printed);
};

const MEMORY =
  'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Memory Management\\PrefetchParameters';
const EXCLUDED =
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\ExcludedApplications';

const keychainWorks = async (): Promise<boolean> => {
  const [service, account, text] = ['kerbside-check', 'item', 'x'.repeat(400)] as const;
  try {
    await keytar.setPassword(service, account, text);
    const given = await keytar.getPassword(service, account);
    await keytar.deletePassword(service, account);
    return given === text && (await keytar.getPassword(service, account)) === null;
  } catch {
    return false;
  }
};

/** Who may use the profile's folder, as Windows keeps it: the same in every language. */
const profileIsClosed = async (folder: string): Promise<boolean | null> => {
  if (!isWindows) return null;
  const scratch = await mkdtemp(path.join(tmpdir(), 'kerbside-check-'));
  try {
    const file = path.join(scratch, 'list');
    await run('icacls.exe', [folder, '/save', file]);
    return isClosed(await readFile(file, 'utf16le'));
  } catch {
    return null;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};

const idOf = (text: string | undefined): string | null =>
  text !== undefined && /^[0-9a-f]{4}$/i.test(text) ? text.toLowerCase() : null;

/** The makers and products of the serial ports; nothing else of them. */
const portIds = async (): Promise<Results['found']['ports']> => {
  const ports = await SerialPort.list().catch(() => []);
  return ports.slice(0, 32).map(({ vendorId, productId }) => {
    const [vendor, product] = [idOf(vendorId), idOf(productId)];
    return vendor === null || product === null ? null : `${vendor}:${product}`;
  });
};

/** Looks at what can be looked at without a person. */
export const lookAround = async (profile: string): Promise<Results['found']> => ({
  bootId: await hasValue(MEMORY, 'BootId', /BootId\s+REG_DWORD\s+0x[0-9a-f]+/i),
  machineId: (await readMachineId()).ok,
  keychain: await keychainWorks(),
  noReports: await hasValue(EXCLUDED, 'Kerbside.exe', /Kerbside\.exe\s+REG_DWORD\s+0x1\b/i),
  closedProfile: await profileIsClosed(profile),
  ports: await portIds(),
});
