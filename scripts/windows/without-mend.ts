import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import { WINDOWS_CONTROLS } from './controls.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** A path as the bundler writes it on every system. */
const slashed = (file: string): string => file.split(path.sep).join('/');

/**
 * Switches a mend off by changing the text that makes it, for a run that must fail then; without an
 * id it changes nothing. Throws if the text is not there once.
 */
export const withoutMend = (id: string | undefined): Plugin[] => {
  if (id === undefined) return [];
  const control = WINDOWS_CONTROLS.find((one) => one.id === id);
  if (control === undefined) throw new Error(`there is no control ${id}`);
  const files = new Map<string, string>();
  for (const { file, from, to } of control.edits) {
    const place = path.join(root, file);
    const text = files.get(slashed(place)) ?? readFileSync(place, 'utf8');
    if (text.split(from).length !== 2) throw new Error(`${file} does not have this once: ${from}`);
    files.set(
      slashed(place),
      text.replace(from, () => to),
    );
  }
  return [
    {
      name: 'without-mend',
      enforce: 'pre',
      transform: (_, module) => {
        const code = files.get(module);
        return code === undefined ? null : { code, map: null };
      },
    },
  ];
};
