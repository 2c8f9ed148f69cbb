import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { z } from 'zod';
import { instant } from '../../shared/protocol/ids.ts';
import type { Clock } from '../app/ports/clock.ts';

const id = z.string().trim().min(1).max(64);

/** What tells one boot from another. Windows counts its boots in the registry. */
const readBootId = (): string => {
  if (process.platform === 'win32') {
    const key =
      'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Memory Management\\PrefetchParameters';
    const answer = execFileSync('reg.exe', ['query', key, '/v', 'BootId'], { encoding: 'utf8' });
    return id.parse(/BootId\s+REG_DWORD\s+(0x[0-9a-f]+)/i.exec(answer)?.[1]);
  }
  return id.parse(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
};

/**
 * The machine's clocks. The boot clock is the one that runs on in sleep (`os.uptime`). A wall clock
 * outside of the years 2000 to 2200 is taken as 2000: behind every validity.
 */
export const makeSystemClock = (): Clock => {
  const bootId = readBootId();
  return {
    wall: () => instant.catch(instant.parse(946_684_800_000)).parse(Date.now()),
    boot: () => ({ bootId, elapsedMs: Math.round(uptime() * 1000) }),
  };
};
