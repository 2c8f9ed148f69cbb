import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const id = z.string().trim().min(1).max(64);

const KEY =
  'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Memory Management\\PrefetchParameters';

/** By its whole path: of a bare name Windows would start the one in the current folder. */
export const regExe = (env: NodeJS.ProcessEnv): string =>
  join(env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'reg.exe');

/**
 * What the operating system tells one boot from another by: Linux draws an id, Windows counts its
 * boots in the registry. Null where it cannot be read, as on Windows without its service SysMain.
 */
export const readBootId = (): string | null => {
  try {
    if (process.platform !== 'win32') {
      return id.parse(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
    }
    const answer = execFileSync(regExe(process.env), ['query', KEY, '/v', 'BootId'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    });
    return id.parse(/BootId\s+REG_DWORD\s+(0x[0-9a-f]+)/i.exec(answer)?.[1]);
  } catch {
    return null;
  }
};
