/** Why a command failed: a stable code, a sentence, and the exit code. */
export class CommandFailure extends Error {
  readonly code: string;
  readonly exitCode: 1 | 2;
  readonly details: readonly string[];
  constructor(
    code: string,
    sentence: string,
    exitCode: 1 | 2 = 1,
    details: readonly string[] = [],
  ) {
    super(sentence);
    this.code = code;
    this.exitCode = exitCode;
    this.details = details;
  }
}
