import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** Compiles what is loaded between a worker and the C library, and says where it is. */
export const buildDiskFaults = (): string => {
  const out = path.resolve(import.meta.dirname, '..', '..', 'out', 'faults');
  mkdirSync(out, { recursive: true });
  const library = path.join(out, 'disk-faults.so');
  const source = path.join(import.meta.dirname, 'disk-faults.c');
  const flags = ['-std=gnu11', '-Wall', '-Wextra', '-Werror', '-O2', '-shared', '-fPIC'];
  execFileSync('cc', [...flags, '-o', library, source, '-ldl'], { stdio: 'inherit' });
  return library;
};
