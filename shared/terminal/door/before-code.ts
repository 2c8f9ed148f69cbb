import type { DeliveryId } from '../../protocol/ids.ts';
import { mayReceive } from '../../protocol/may-receive.ts';
import { NOTHING_PARTICULAR } from '../../protocol/nothing-particular.ts';
import type { UnscannedRule } from '../../protocol/policy.ts';
import type { Purpose } from '../../protocol/verdict.ts';
import type { DoorState, Question, Standing } from './door-state.ts';
import { unscannedOf } from './unscanned.ts';

type Open = Extract<Standing, { readonly open: true }>;

const RULES = ['free', 'ask', 'refuse'] as const satisfies readonly UnscannedRule[];
const strictest = (a: UnscannedRule, b: UnscannedRule): UnscannedRule =>
  RULES.indexOf(a) > RULES.indexOf(b) ? a : b;

/**
 * What the driver is asked before a code is judged, with what was said so far: that the parcels may
 * go to whom they go, the signature, the parcels that nobody has scanned. With the dispatcher's
 * code the driver may always do without evidence. Null: nothing is.
 */
export const questionBefore = (
  state: DoorState,
  stop: DeliveryId,
  { parcels, unscanned, instructions, missingEvidence }: Open,
  purpose: Purpose,
): Question | null => {
  const said = state.particulars.get(stop) ?? NOTHING_PARTICULAR;
  if (!mayReceive(instructions, said.recipient)) return { name: 'not-allowed' };
  const { signature, everyParcel } = instructions.evidence;
  const missing = purpose === 'override' ? 'ask' : missingEvidence;
  const mayDoWithout = missing === 'ask';
  if (signature && said.strokes.length === 0 && !(mayDoWithout && state.unsigned.has(stop))) {
    return { name: 'unsigned', mayHandOver: mayDoWithout };
  }
  const rule = everyParcel ? strictest(unscanned, missing) : unscanned;
  if (rule === 'free' || (rule === 'ask' && state.unasked.has(stop))) return null;
  const labels = unscannedOf(state, stop, parcels);
  return labels.length === 0 ? null : { name: 'unscanned', labels, mayHandOver: rule === 'ask' };
};
