import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const about = z.object({ kerbside: z.object({ testOnly: z.unknown() }).optional() });

/**
 * Whether `npm run package -- --for-tests` has made this app. The mark is in the app's own package,
 * which no setting and no argument reaches; a release has none, and no command makes an installer
 * that has one.
 */
export const isTestBuild = (appFolder: string): boolean => {
  const { kerbside } = about.parse(
    JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8')),
  );
  return String(kerbside?.testOnly) === 'true';
};
