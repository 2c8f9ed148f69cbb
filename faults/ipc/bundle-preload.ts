import path from 'node:path';
import { build, createLogger } from 'vite';

const root = path.resolve(import.meta.dirname, '..', '..');
const out = path.join(root, 'out', 'faults');

/** Bundles the hostile preload script as the product's is, and says where it is. */
export const bundlePreload = async (): Promise<string> => {
  await build({
    configFile: false,
    envDir: false,
    root,
    publicDir: false,
    mode: 'production',
    logLevel: 'error',
    customLogger: createLogger('error'),
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: path.join(root, 'faults', 'ipc', 'hostile-preload.ts'),
      outDir: out,
      emptyOutDir: false,
      minify: false,
      target: 'node20.18',
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'hostile-preload.cjs' } },
    },
  });
  return path.join(out, 'hostile-preload.cjs');
};
