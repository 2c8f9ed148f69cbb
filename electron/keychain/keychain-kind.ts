import type { MachineFacts } from '../../shared/terminal/support/report.ts';

/** Whose keychain it is on this platform. */
export const keychainKind = (platform: NodeJS.Platform): MachineFacts['keychain'] => {
  if (platform === 'win32') return 'windows-credentials';
  return platform === 'darwin' ? 'macos-keychain' : 'secret-service';
};
