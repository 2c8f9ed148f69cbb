import path from 'node:path';
import { build, createLogger, type Plugin } from 'vite';

const root = path.resolve(import.meta.dirname, '..', '..');
const out = path.join(root, 'out', 'faults');

/** A piece of the product's text, and what stands there instead. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** The product, but for what is named here. Files are named from the root of the repository. */
export interface Altered {
  /** Whole modules, and what is loaded in their place (which may import the original). */
  readonly swap?: Readonly<Record<string, string>>;
  /** For the controls: a protection switched off by changing the text that makes it. */
  readonly edits?: readonly Edit[];
}

/** A file of the repository as the bundler writes it, on every system. */
const slashed = (file: string): string => path.join(root, file).split(path.sep).join('/');

const alter = ({ swap = {}, edits = [] }: Altered): Plugin => {
  const swapped = new Map(Object.entries(swap).map(([from, to]) => [slashed(from), slashed(to)]));
  const left = new Set([...swapped.keys(), ...edits]);
  return {
    name: 'alter-product',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      const other = found === null ? undefined : swapped.get(found.id);
      if (found === null || other === undefined || other === importer) return found;
      left.delete(found.id);
      return other;
    },
    transform(code, id) {
      let text = code;
      for (const edit of edits) {
        if (id !== slashed(edit.file)) continue;
        if (text.split(edit.from).length !== 2) {
          throw new Error(`${edit.file} does not have this once, so that nothing is switched off:
${edit.from}`);
        }
        text = text.replace(edit.from, () => edit.to);
        left.delete(edit);
      }
      return text === code ? null : { code: text, map: null };
    },
    buildEnd(error) {
      if (error === undefined && left.size > 0) throw new Error('the product was not altered');
    },
  };
};

/** Bundles a module with the product's own code for Node.js, as the app is, and says where it is. */
export const bundle = async (name: string, entry: string, altered: Altered): Promise<string> => {
  const logger = createLogger('error');
  await build({
    configFile: false,
    envDir: false,
    root,
    publicDir: false,
    mode: 'production',
    logLevel: 'error',
    customLogger: logger,
    plugins: [alter(altered)],
    ssr: {
      noExternal: true,
      external: ['electron', 'better-sqlite3', 'keytar', 'serialport', '@node-rs/argon2'],
    },
    build: {
      ssr: path.join(root, entry),
      outDir: out,
      emptyOutDir: false,
      minify: false,
      target: 'node20.18',
      rolldownOptions: { output: { format: 'es', entryFileNames: `${name}.js` } },
    },
  });
  return path.join(out, `${name}.js`);
};
