import type { Expected } from './may-do.ts';

/** What a campaign counts. */
export type Kind = 'lost' | 'duplicated' | 'false_accepts' | 'undetected' | 'crashes';
export type Fault = { readonly kind: Kind; readonly what: string };

/** A line of the audit that came about meanwhile. */
export type Line = { readonly actor: string; readonly act: string; readonly subject: string };

/** A request that was answered, and what can be seen of it. */
export type Seen = {
  readonly expected: Expected;
  readonly isRead: boolean;
  readonly status: number;
  /** What in the answer is not as the document says; null: nothing. */
  readonly unfit: string | null;
  readonly lines: readonly Line[];
  /** Where the database changed; null: nobody looked. */
  readonly changes: readonly string[] | null;
  /** Who asked; null: nobody that central knows. */
  readonly operator: string | null;
  /** What of another depot the answer has, which they may not see. */
  readonly shown: readonly string[];
  /** A depot of which they may change nothing. */
  readonly closed: string | null;
};

const isGood = (status: number): boolean => status >= 200 && status < 400;

/** What central itself notes, whoever asked: a session that was replayed, what a job did. */
const isOwnLine = ({ actor }: Line): boolean => actor === 'central';

const judgeLines = ({ status, lines, operator, changes, isRead }: Seen): Fault[] => {
  const theirs = lines.filter((line) => !isOwnLine(line));
  const faults: Fault[] = [];
  const names = theirs.map(({ act, subject }) => `${act} ${subject}`);
  if (new Set(names).size < names.length) {
    faults.push({ kind: 'duplicated', what: 'one act stands in the audit twice' });
  }
  if (theirs.some(({ actor }) => actor !== operator)) {
    faults.push({ kind: 'lost', what: 'the audit names somebody else' });
  }
  if (!isGood(status) && theirs.length > 0) {
    faults.push({ kind: 'lost', what: `answered ${status}, and the audit has an act` });
  }
  const isUnseen = !isRead && isGood(status) && theirs.length === 0 && (changes ?? []).length > 0;
  if (isUnseen) {
    faults.push({ kind: 'lost', what: `changed ${changes?.join(', ')}, and the audit has no act` });
  }
  return faults;
};

/** What is wrong with what came of a request. */
export const judge = (seen: Seen): readonly Fault[] => {
  const { expected, status, unfit, changes, shown, closed, isRead } = seen;
  const faults = judgeLines(seen);
  if (status >= 500) faults.push({ kind: 'crashes', what: `answered ${status}` });
  if (unfit !== null)
    faults.push({ kind: 'undetected', what: `not as the document says: ${unfit}` });
  if (expected !== 'may' && !expected.refused.includes(status)) {
    faults.push({ kind: 'false_accepts', what: `answered ${status}, and was to be refused` });
  }
  if (shown.length > 0) {
    faults.push({ kind: 'false_accepts', what: `shows another depot’s ${shown.join(', ')}` });
  }
  const changed = changes ?? [];
  if (changed.length > 0 && (isRead || !isGood(status))) {
    faults.push({
      kind: 'false_accepts',
      what: `answered ${status}, and changed ${changed.join(', ')}`,
    });
  }
  if (closed !== null && changed.some((one) => one.endsWith(closed))) {
    faults.push({ kind: 'false_accepts', what: 'changed something in another depot' });
  }
  return faults;
};

/** An answer as far as it is compared with another. */
export type Said = { readonly status: number; readonly text: string };

/** What is wrong with the answer to a request that was done already, sent again with its key. */
export const judgeAgain = (first: Said, again: Said, lines: readonly Line[]): readonly Fault[] => {
  const isSame = again.status === first.status && again.text === first.text;
  // The first one may still be being done, if both came at one time.
  const waits = again.status === 409 && again.text.includes('request-running');
  const faults: Fault[] = [];
  if (!isSame && !waits) {
    faults.push({
      kind: 'duplicated',
      what: `the same again is answered ${again.status}, otherwise`,
    });
  }
  if (lines.length > 0) faults.push({ kind: 'duplicated', what: 'the same again is done again' });
  return faults;
};

/** What is wrong if somebody is to learn nothing of whether there is a thing of another depot. */
export const judgeAlike = (there: Said, nowhere: Said): readonly Fault[] =>
  there.status === nowhere.status && there.text === nowhere.text
    ? []
    : [
        {
          kind: 'undetected',
          what: `another depot’s is answered ${there.status}, what there is not ${nowhere.status}, or otherwise`,
        },
      ];
