import { type HttpProblem, PROBLEMS } from './problems.ts';

/** Leaves an act, and its transaction, so that nothing of it stays; the request is answered with it. */
export class ThrownProblem extends Error {
  readonly code: HttpProblem;
  constructor(code: HttpProblem) {
    super(PROBLEMS[code][1]);
    this.code = code;
  }
}
