import type { Edit } from '../kill/bundle.ts';

const ALTER = new URL('./alter-sources.ts', import.meta.url).href;

/**
 * How Node.js is started so that what it loads of the product has some of its text changed. Without
 * edits it is as the one that starts it.
 */
export const altered = (
  edits: readonly Edit[],
): { readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv } => {
  if (edits.length === 0) return { args: [], env: process.env };
  return {
    args: ['--import', ALTER],
    env: { ...process.env, KERBSIDE_FAULTS_EDITS: JSON.stringify(edits) },
  };
};
