import { join, resolve } from 'node:path';

type System = {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where Electron says that programs keep what is a user's: on Windows it may roam. */
  readonly appData: string;
  readonly home: string;
};

/**
 * The folder of the terminal's profile: the one that is named, or the user's own on this machine. On
 * Windows that is the local one: what is in the roaming one follows its user to other handhelds.
 */
export const profileFolder = (
  named: string | undefined,
  { platform, env, appData, home }: System,
): string => {
  if (named !== undefined) return resolve(named);
  if (platform !== 'win32') return join(appData, 'Kerbside');
  return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'Kerbside');
};
