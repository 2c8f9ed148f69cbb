/** Why central refuses to start: a stable code, and a sentence for the person who starts it. */
export type StartProblem = { readonly code: StartProblemCode; readonly sentence: string };

export type StartProblemCode =
  | 'bad-configuration'
  | 'database-missing'
  | 'database-unreachable'
  | 'database-newer'
  | 'database-failed'
  | 'data-in-use'
  | 'data-not-reachable'
  | 'key-file-missing'
  | 'key-file-open'
  | 'key-file-malformed'
  | 'key-file-wrong'
  | 'no-such-key'
  | 'root-prepared'
  | 'root-not-prepared'
  | 'backup-before-root'
  | 'not-a-day'
  | 'certificate-refused'
  | 'port-in-use'
  | 'port-refused';

export const startProblem = (code: StartProblemCode, sentence: string): StartProblem => ({
  code,
  sentence,
});
