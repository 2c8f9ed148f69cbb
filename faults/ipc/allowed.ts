import { readFileSync } from 'node:fs';

const PROTOCOL = new URL('../../docs/protocol/threats.md', import.meta.url);

/** The channels that docs/protocol/threats.md allows a window, by its table "What a hostile window can do". */
export const allowedChannels = (): string[] => {
  const [, section = ''] = readFileSync(PROTOCOL, 'utf8').split('### What a hostile window can do');
  const [table = ''] = section.split(/\n#{2,3} /);
  return [...table.matchAll(/^\| `([a-z-]+\/[a-z-]+)`/gm)].map(([, name = '']) => name).sort();
};
