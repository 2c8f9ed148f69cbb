import { randomUUID } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { electronExecutable } from './app.ts';

/**
 * A command that runs Electron as after a restart of the machine with its wall clock turned back
 * two days: faketime, and another boot id by proot, which needs neither root nor a namespace.
 */
export const withClockTurnedBack = (folder: string): string => {
  const bootId = path.join(folder, 'another-boot-id');
  writeFileSync(bootId, `${randomUUID()}\n`);
  const command = path.join(folder, 'electron-with-clock-turned-back');
  writeFileSync(
    command,
    `#!/bin/sh
exec proot -b '${bootId}:/proc/sys/kernel/random/boot_id' \\
  faketime -f -2d '${electronExecutable()}' "$@"
`,
  );
  chmodSync(command, 0o755);
  return command;
};
