import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';

/** What the operating system calls this installation of itself on this machine. */
export const machineId = z
  .string()
  .trim()
  .toLowerCase()
  .transform((text) => text.replaceAll('-', ''))
  .pipe(z.string().regex(/^[0-9a-f]{32}$/))
  .brand<'MachineId'>();
export type MachineId = z.infer<typeof machineId>;

const KEY = 'HKLM\\SOFTWARE\\Microsoft\\Cryptography';

/** The value out of what `reg.exe query … /v MachineGuid` prints, or null. */
export const guidIn = (printed: string): string | null =>
  /^\s*MachineGuid\s+REG_SZ\s+([0-9a-f-]+)\s*$/im.exec(printed)?.[1] ?? null;

/** By its whole path: Windows would start a planted `reg.exe` out of the current folder first. */
const readGuid = async (): Promise<string | null> => {
  const program = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'reg.exe');
  const { stdout } = await promisify(execFile)(program, ['query', KEY, '/v', 'MachineGuid'], {
    windowsHide: true,
  });
  return guidIn(stdout);
};

/** systemd's, and D-Bus's own where there is no systemd. */
const LINUX_FILES = ['/etc/machine-id', '/var/lib/dbus/machine-id'] as const;

/**
 * Reads the machine's id: Windows' MachineGuid, or Linux's machine-id. It is no secret, and another
 * machine has another one.
 *
 * @param files where Linux keeps it, the first that has one
 * @returns `machine-unnamed` if it has none: no key is made or opened there
 */
export const readMachineId = async (
  files: readonly string[] = LINUX_FILES,
): Promise<Result<MachineId, ProblemCode>> => {
  const sources =
    process.platform === 'win32'
      ? [readGuid]
      : files.map((file) => () => readFile(file, { encoding: 'utf8' }));
  for (const read of sources) {
    const found = machineId.safeParse(await read().catch(() => null));
    if (found.success) return ok(found.data);
  }
  return err('machine-unnamed');
};
