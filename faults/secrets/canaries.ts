import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Story } from '../../e2e/story/steps.ts';
import { fromBase64url, utf8 } from '../../shared/bytes.ts';
import type { Canary } from './needles.ts';

const READ_KEYS = fileURLToPath(new URL('./read-keys.ts', import.meta.url));
const keysItem = z.object({
  storeKey: z.string(),
  signingSeed: z.string(),
  agreementSecret: z.string(),
});

/** The customer's code of a stop, as it is printed and as it is typed. */
export const codeCanaries = (story: Pick<Story, 'codes'>, position: number): Canary[] => {
  const bare = story.codes.get(position)?.bare;
  if (bare === undefined) throw new Error(`stop ${position} has no code`);
  return [bare, bare.replace('-', '')].map((text) => ({
    name: `the code of stop ${position}`,
    kind: 'code',
    bytes: utf8(text),
  }));
};

/** All that the story has of people. */
const personCanaries = ({ stops }: Pick<Story, 'stops'>): Canary[] =>
  stops.flatMap(({ position, customer, street, phone }) =>
    Object.entries({ customer, street, phone }).map(([what, text]): Canary => ({
      name: `the ${what} of stop ${position}`,
      kind: 'person',
      bytes: utf8(text),
    })),
  );

/** The terminal's three keys, from its keychain. */
const keyCanaries = (profile: string, env: Readonly<Record<string, string>>): Canary[] => {
  const about = z.object({ profile: z.uuid() });
  const text = readFileSync(path.join(profile, 'profile.json'), 'utf8');
  const { profile: id } = about.parse(JSON.parse(text));
  const output = execFileSync(process.execPath, [READ_KEYS, id], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return Object.entries(keysItem.parse(JSON.parse(output))).map(([name, key]): Canary => ({
    name: `the terminal's ${name}`,
    kind: 'key',
    bytes: fromBase64url(key),
  }));
};

/** Everything that must stay where it is. */
export const allCanaries = (
  story: Story,
  keychain: Readonly<Record<string, string>>,
): Canary[] => [
  ...[...story.codes.keys()].flatMap((position) => codeCanaries(story, position)),
  ...keyCanaries(story.world.profile, keychain),
  ...personCanaries(story),
];
