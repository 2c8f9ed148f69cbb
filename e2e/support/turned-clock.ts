import { randomUUID } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { electronExecutable } from './app.ts';

/**
 * A command that runs Electron as after a restart of the machine with its wall clock turned back
 * two days: another boot id, in a mount namespace of its own, and faketime.
 */
export const withClockTurnedBack = (folder: string): string => {
  const bootId = path.join(folder, 'another-boot-id');
  writeFileSync(bootId, `${randomUUID()}\n`);
  const command = path.join(folder, 'electron-with-clock-turned-back');
  const asUser = process.getuid?.() === 0 ? '' : '--map-root-user ';
  writeFileSync(
    command,
    `#!/bin/sh
exec unshare ${asUser}--mount sh -c '
  mount --bind "$0" /proc/sys/kernel/random/boot_id && exec faketime -f -2d "$@"
' '${bootId}' '${electronExecutable()}' "$@"
`,
  );
  chmodSync(command, 0o755);
  return command;
};
