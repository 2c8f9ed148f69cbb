import { fileURLToPath } from 'node:url';
import type { Edit } from '../kill/bundle.ts';

const ALTER = new URL('./alter-sources.ts', import.meta.url).href;
const COMPILED = fileURLToPath(new URL('../../out/faults/compiled', import.meta.url));

/**
 * How Node.js is started so that what it loads of the product has some of its text changed. Without
 * edits it is as the one that starts it. What was compiled is kept: most of what a short campaign
 * costs is to read the product's source again and again.
 */
export const altered = (
  edits: readonly Edit[],
): { readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv } => {
  const env = { ...process.env, NODE_COMPILE_CACHE: COMPILED };
  if (edits.length === 0) return { args: [], env };
  return {
    args: ['--import', ALTER],
    env: { ...env, KERBSIDE_FAULTS_EDITS: JSON.stringify(edits) },
  };
};
