import { type OnceHeader, useOnceAct } from '../../api/versioned-act.ts';

const TOUCHED = ['cases', 'case', 'case-counts', 'acceptances', 'board'];

/** Something that is done with cases, once: what is shown of them is asked for again, whatever came of it. */
export const useCaseAct = <Given, Outcome>(
  act: (given: Given, header: OnceHeader) => Promise<Outcome>,
  onDone: (outcome: Outcome) => void,
) => useOnceAct(act, TOUCHED, onDone);
