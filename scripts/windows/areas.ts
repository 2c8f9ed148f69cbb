import { posix } from 'node:path';

/** What runs on Windows, by area: the files of tests of each. */
export const AREAS = {
  shared: ['shared/**/*.test.ts'],
  vectors: ['conformance/vectors.test.ts'],
  store: [
    'electron/store/*.test.ts',
    'electron/app/log/check-store.test.ts',
    'electron/app/open.test.ts',
  ],
  crypto: ['electron/crypto/*.test.ts'],
  keychain: ['electron/keychain/{machine-id,os-keychain}.test.ts'],
  scanner: ['electron/scanner/*.test.ts'],
  clock: ['electron/clock/*.test.ts', 'electron/app/clock/*.test.ts'],
  files: [
    'electron/files/*.test.ts',
    'electron/settings/*.test.ts',
    'electron/diagnostics/*.test.ts',
    'electron/main/{ending,give-up,hold-profile,page-files,profile-folder}.test.ts',
    'electron/app/dock/run-updates.test.ts',
  ],
  terminal: ['e2e/windows/*.test.ts'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Area = keyof typeof AREAS;

/** The area of a file, from the root of the repository; null if it is in none. */
export const areaOf = (file: string): Area | null => {
  const name = file.replaceAll('\\', '/');
  for (const [area, patterns] of Object.entries(AREAS)) {
    if (patterns.some((pattern) => posix.matchesGlob(name, pattern))) return area as Area;
  }
  return null;
};
