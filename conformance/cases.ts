import { z } from 'zod';
import { BASICS } from './functions/basics.ts';
import { CENTRAL } from './functions/central.ts';
import { CODES } from './functions/codes.ts';
import { DOCK } from './functions/dock.ts';
import { DOOR } from './functions/door.ts';
import { LOG } from './functions/log.ts';
import { MESSAGES } from './functions/messages.ts';
import { OATH } from './functions/oath.ts';
import { ROOTS } from './functions/roots.ts';
import { oathCases, oathFile } from './published-oath.ts';
import { type Case, type Vector, type VectorFunction, vector } from './vector.ts';
import { wycheproofCases, wycheproofFile } from './wycheproof.ts';

/** Every function of the protocol that vectors are for, by its name in them. */
export const FUNCTIONS: Readonly<Record<string, VectorFunction>> = {
  ...BASICS,
  ...CENTRAL,
  ...CODES,
  ...DOCK,
  ...DOOR,
  ...LOG,
  ...MESSAGES,
  ...OATH,
  ...ROOTS,
};

const ownCase = ({ comment, input, expect }: Vector): Case => ({
  name: comment,
  expected: expect,
  run: () => {
    const run = Object.hasOwn(FUNCTIONS, input.function) ? FUNCTIONS[input.function] : undefined;
    if (run === undefined) throw new Error(`there is no function "${input.function}"`);
    return run(input);
  },
});

/** The cases of a file's content, told by its form: ours, OATH's RFCs, or Wycheproof. Null if none. */
export const casesOf = (content: unknown): readonly Case[] | null => {
  const own = z.array(vector).safeParse(content);
  if (own.success) return own.data.map(ownCase);
  const oath = oathFile.safeParse(content);
  if (oath.success) return oathCases(oath.data);
  const wycheproof = wycheproofFile.safeParse(content);
  return wycheproof.success ? wycheproofCases(wycheproof.data) : null;
};
