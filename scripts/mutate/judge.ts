import { z } from 'zod';

/** The folders whose tests are tried by mutants, and the score that each must have, in percent. */
export const FOLDERS = [
  'shared/protocol/code',
  'shared/protocol/schemes',
  'shared/protocol/log',
  'shared/protocol/proof',
  'shared/protocol/time',
] as const;
export const LEAST_SCORE = 90;

/** One change to the source, named by its text, and what became of it. */
export type Mutant = {
  readonly file: string;
  readonly at: number;
  readonly mutator: string;
  /** The whole line that it begins in, what it replaces, and by what. */
  readonly line: string;
  readonly code: string;
  readonly becomes: string;
  readonly status: string;
};

const named = {
  file: z.string(),
  mutator: z.string(),
  line: z.string(),
  code: z.string(),
  becomes: z.string(),
};
/** Why no test can tell the mutant from the source: one entry for each survivor. */
export const explanations = z.array(z.strictObject({ ...named, reason: z.string().min(20) }));
export type Explanation = z.infer<typeof explanations>[number];

const keyOf = ({ file, mutator, line, code, becomes }: Omit<Explanation, 'reason'>): string =>
  JSON.stringify([file, mutator, line, code, becomes]);

const KILLED = new Set(['Killed', 'Timeout']);
const SURVIVED = new Set(['Survived', 'NoCoverage']);

export type FolderScore = {
  readonly folder: string;
  /** Killed of those that could be, in percent, two digits, never rounded up. */
  readonly score: number;
  readonly killed: number;
  readonly survived: number;
  /** Those with which the source cannot even be loaded; they do not count. */
  readonly invalid: number;
};
export type MutationReport = {
  readonly folders: readonly FolderScore[];
  readonly killed: number;
  readonly survived: number;
  /** Survivors that the list does not explain, and explanations of none. */
  readonly unexplained: readonly Omit<Mutant, 'status'>[];
  readonly stale: readonly Explanation[];
  readonly ok: boolean;
};

const isIn = (folder: string, { file }: { readonly file: string }): boolean =>
  file.startsWith(`${folder}/`);

const scoreOf = (folder: string, mutants: readonly Mutant[]): FolderScore => {
  const own = mutants.filter((mutant) => isIn(folder, mutant));
  const killed = own.filter(({ status }) => KILLED.has(status)).length;
  const survived = own.filter(({ status }) => SURVIVED.has(status)).length;
  const tried = killed + survived;
  const score = tried === 0 ? 0 : Math.floor((killed * 10_000) / tried) / 100;
  return { folder, score, killed, survived, invalid: own.length - tried };
};

/** Adds up a run over some of the folders, and holds its survivors against the explained ones. */
export const judge = (
  folders: readonly string[],
  mutants: readonly Mutant[],
  explained: readonly Explanation[],
): MutationReport => {
  const scores = folders.map((folder) => scoreOf(folder, mutants));
  const stale = explained.filter((one) => folders.some((folder) => isIn(folder, one)));
  const unexplained = mutants
    .filter(({ status }) => SURVIVED.has(status))
    .filter((mutant) => {
      const found = stale.findIndex((one) => keyOf(one) === keyOf(mutant));
      if (found >= 0) stale.splice(found, 1);
      return found < 0;
    })
    .map(({ status: _, ...mutant }) => mutant);
  const sum = (of: 'killed' | 'survived'): number => scores.reduce((n, score) => n + score[of], 0);
  const isGood = scores.every(({ score }) => score >= LEAST_SCORE);
  return {
    folders: scores,
    killed: sum('killed'),
    survived: sum('survived'),
    unexplained,
    stale,
    ok: isGood && unexplained.length === 0 && stale.length === 0,
  };
};
