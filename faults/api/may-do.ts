import { ASKED, depotsWith, OPEN } from '../../central/src/operators/rights.ts';
import type { DescribedOperation } from '../../central/src/testing/document-schemas.ts';
import type { Who } from './who.ts';

/**
 * What must come of a request: `refused` with one of these statuses, and nothing may come of it; `may`:
 * nothing stands in its way but itself.
 */
export type Expected = 'may' | { readonly refused: readonly number[] };

const refused = (...statuses: readonly number[]): Expected => ({ refused: statuses });
/** What is wrong with the request itself may be said before whether somebody may do it there. */
const NOT_THERE = refused(400, 403, 413, 415);

const routeOf = ({ method, path }: DescribedOperation): string =>
  `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`;

/** Whether an operation is one of operators. */
export const isForOperators = (one: DescribedOperation): boolean =>
  ASKED[routeOf(one)] !== undefined;

/**
 * What must come of it that somebody asks for an operation, about things of a depot; null: it names none.
 * By the one table of rights, which people review, and by nothing else of the guard.
 */
export const mayDo = (who: Who, one: DescribedOperation, depot: string | null): Expected => {
  if (one.path.startsWith('/v1/terminal/')) return refused(400, 401, 413, 415);
  const route = routeOf(one);
  if (OPEN[route] !== undefined || one.path.startsWith('/v1/reports/')) return 'may';
  const mayLook = who.mayLook === true && one.method === 'get';
  if (who.refusal !== null && !mayLook) return refused(who.refusal);
  if (who.operator === null) return refused(401);
  const asked = ASKED[route];
  if (asked === undefined) return refused(403, 404);
  if (asked.right === null) return 'may';
  const own = depotsWith(who.operator.grants, asked.right);
  if (own === 'all') return 'may';
  if (own.length === 0 || asked.everywhere === true) return refused(403);
  return depot === null || own.some((one) => one === depot) ? 'may' : NOT_THERE;
};
