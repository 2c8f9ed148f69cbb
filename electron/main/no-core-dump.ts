import { writeFileSync } from 'node:fs';

/**
 * On Linux: if this process crashes, the core that the system writes has none of its memory. Its
 * children that start later have it from here; the window's process writes none, for its sandbox
 * forbids it. Elsewhere, and where it may not, nothing is changed.
 */
export const leaveMemoryOutOfDumps = (): void => {
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/coredump_filter', '0x0');
  } catch {
    // A system that has no such file writes no core of this kind.
  }
};
