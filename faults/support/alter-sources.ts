import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Edit } from '../kill/bundle.ts';

// Loaded before a program (`node --import`): what the program loads of the product has some of its
// text changed. Which text, the variable says; children of the program inherit both.

const root = path.resolve(import.meta.dirname, '..', '..');
const edits: readonly Edit[] = z
  .array(z.strictObject({ file: z.string(), from: z.string(), to: z.string() }))
  .parse(JSON.parse(process.env['KERBSIDE_FAULTS_EDITS'] ?? '[]'));

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context);
    if (!url.startsWith('file:')) return loaded;
    const file = path.relative(root, fileURLToPath(url.replace(/\?.*$/, '')));
    let source = loaded.source;
    for (const edit of edits) {
      if (edit.file !== file) continue;
      const text = Buffer.from(source as Uint8Array).toString('utf8');
      if (text.split(edit.from).length !== 2) {
        throw new Error(`${file} does not have this once, so that nothing is switched off:
${edit.from}`);
      }
      source = text.replace(edit.from, () => edit.to);
    }
    return { ...loaded, source };
  },
});
