import { isDeepStrictEqual } from 'node:util';
import { nativeVerify } from '../../central/src/keys/native-verify.ts';
import type { DeliveryId, Hash, PublicKey } from '../../shared/protocol/ids.ts';
import {
  checkEntry,
  EMPTY_LOG,
  hashEntry,
  provesPresence,
} from '../../shared/protocol/log/chain.ts';
import type { SignedEntry } from '../../shared/protocol/log/entry.ts';
import type { Purpose } from '../../shared/protocol/verdict.ts';
import type { Findings } from '../campaign.ts';
import type { Found } from './inspect-store.ts';
import type { Said, Shown } from './said.ts';

/** Something that must never be, by the figure that it counts in. */
export interface Fault {
  readonly kind: keyof Omit<Findings, 'runs'>;
  readonly what: string;
}

/** By what a hand-over is proved; null: nothing of the kind was issued. */
type PresenceKeyOf = (delivery: DeliveryId, purpose: Purpose) => PublicKey | null;
const nothingErased: PresenceKeyOf = () => null;

/** Checks a terminal's lives, one after the other, each against all that was before. */
export interface InvariantsChecker {
  /**
   * @param said what the terminal said in this life, up to its end
   * @param found what it left behind; null: no store, a text: a store that does not open
   * @param erased the keys of stops that the terminal may have erased, as central knows them
   */
  readonly check: (
    said: readonly Said[],
    found: Found | string | null,
    erased?: PresenceKeyOf,
  ) => Fault[];
}

const isVerdict = ({ entry }: SignedEntry): boolean =>
  entry.content.kind === 'hand-over' || entry.content.kind === 'attempt';

/** Whether an entry is the one of a verdict that was shown. */
const saysSo = ({ entry: { content } }: SignedEntry, { verdict, delivery }: Shown): boolean => {
  if (verdict.result === 'accepted') {
    return (
      content.kind === 'hand-over' &&
      content.delivery === delivery &&
      content.purpose === verdict.by
    );
  }
  if (content.kind !== 'attempt' || content.delivery !== delivery) return false;
  return verdict.refusal === null || isDeepStrictEqual(content.refusal, verdict.refusal);
};

const PURPOSES: readonly Purpose[] = ['hand-over', 'override'];
type Counts = Map<string, number>;
const keyOf = (delivery: DeliveryId, purpose: Purpose): string => `${purpose} ${delivery}`;
const count = (counts: Counts, key: string): void =>
  void counts.set(key, (counts.get(key) ?? 0) + 1);
const countOf = (counts: Counts, key: string): number => counts.get(key) ?? 0;

export const makeInvariantsChecker = (): InvariantsChecker => {
  let known: readonly Hash[] = [];
  /** For each delivery and purpose: codes shown, derivations begun, right codes shown. */
  const shown: Counts = new Map();
  const derived: Counts = new Map();
  const right: Counts = new Map();
  const accepted: Counts = new Map();
  const excepted = new Set<DeliveryId>();

  const listen = (said: readonly Said[]): void => {
    let target: string | null = null;
    for (const one of said) {
      if (one.said === 'begin') {
        const { aim, delivery } = one;
        const purpose = aim === 'override' ? 'override' : 'hand-over';
        target = delivery === null || aim === 'exception' ? null : keyOf(delivery, purpose);
        if (target !== null) count(shown, target);
        if (target !== null && one.aim !== 'wrong') count(right, target);
      }
      if (one.said === 'trying' && target !== null) count(derived, target);
      if (one.said === 'shown') target = null;
      if (one.said === 'excepted') excepted.add(one.delivery);
    }
  };

  /** The log is the old one and more, whole, signed, and every hand-over in it is proved. */
  const checkLog = (
    { entries, stops }: Found,
    erased: PresenceKeyOf,
    fault: (kind: Fault['kind'], what: string) => void,
  ) => {
    const hashes = entries.map(({ entry }) => hashEntry(entry));
    known.forEach((hash, i) => {
      if (hashes[i] !== hash) fault('lost', `entry ${i + 1} is gone or another`);
    });
    const first = entries[0]?.entry;
    if (first === undefined) return;
    if (first.content.kind !== 'enrolled') return fault('undetected', 'the log has no beginning');
    const { signingKey } = first.content;
    entries.forEach((signed, i) => {
      const hash = hashes[i - 1];
      const before = entries[i - 1]?.entry;
      const after =
        before === undefined || hash === undefined
          ? EMPTY_LOG
          : { sequence: before.sequence, hash };
      if (i < known.length && hashes[i] === known[i]) return;
      const wrong = checkEntry(after, signed, first.terminal, signingKey, nativeVerify);
      if (wrong !== null)
        fault(wrong === 'gap' ? 'lost' : 'undetected', `entry ${i + 1}: ${wrong}`);
      const { content } = signed.entry;
      if (content.kind !== 'hand-over') return;
      count(accepted, content.delivery);
      if (countOf(accepted, content.delivery) > 1) {
        fault('duplicated', `entry ${i + 1} hands over what was handed over before`);
      }
      const { purpose } = content;
      const stop = stops.find(({ delivery }) => delivery === content.delivery);
      const key = stop?.presenceKeys[purpose] ?? erased(content.delivery, purpose);
      const why =
        key === null
          ? 'nobody knows its presence key'
          : !provesPresence(signed.entry, content, key, nativeVerify)
            ? 'its presence proof is wrong'
            : right.has(keyOf(content.delivery, purpose))
              ? null
              : 'nobody showed it';
      if (why !== null) {
        const what = `entry ${i + 1} is a hand-over without its customer's code: ${why}`;
        fault('false_accepts', what);
      }
    });
  };

  /** What was shown is in the log, in order, and at most one verdict more that was not yet shown. */
  const checkShown = (
    said: readonly Said[],
    entries: readonly SignedEntry[],
    fault: (kind: Fault['kind'], what: string) => void,
  ): void => {
    const written = entries.slice(known.length).filter(isVerdict);
    const verdicts = said.filter((one): one is Shown => one.said === 'shown');
    verdicts.forEach((one, i) => {
      const entry = written[i];
      if (entry === undefined || !saysSo(entry, one)) {
        fault('lost', `verdict ${i + 1} of ${verdicts.length} was shown and is not in the log`);
      }
    });
    if (written.length > verdicts.length + 1) {
      fault('duplicated', `${written.length} verdicts were written, ${verdicts.length} shown`);
    }
    const more = written[verdicts.length]?.entry.content;
    const begun = said.findLast((one) => one.said === 'begin');
    const asked = begun?.aim === 'right' || begun?.aim === 'override';
    if (more?.kind === 'hand-over' && !(asked && begun.delivery === more.delivery)) {
      fault('false_accepts', 'a hand-over is in the log that nobody scanned a code for');
    }
  };

  /** Each acceptance stands beside its entry, and no try is uncounted or counted twice. */
  const checkState = (
    { entries, stops, anchored }: Found,
    fault: (kind: Fault['kind'], what: string) => void,
  ): void => {
    if (anchored !== 'ok') fault('crashes', `the keychain's heads: ${anchored}`);
    for (const { delivery, tries, acceptance, exception } of stops) {
      const handOvers = entries.filter(
        ({ entry: { content } }) => content.kind === 'hand-over' && content.delivery === delivery,
      );
      if (acceptance === null && handOvers.length > 0) {
        fault('duplicated', 'a delivery that was handed over can be handed over again');
      }
      if (
        acceptance !== null &&
        !handOvers.some(({ entry: { sequence, time } }) => {
          return sequence === acceptance.sequence && time.at === acceptance.at;
        })
      ) {
        fault('lost', 'a delivery counts as handed over, but its entry is not in the log');
      }
      for (const purpose of PURPOSES) {
        const key = keyOf(delivery, purpose);
        const counted = tries[purpose];
        if (counted < countOf(derived, key)) {
          fault('lost', `${countOf(derived, key)} codes were tried and ${counted} counted`);
        }
        if (counted > countOf(shown, key)) {
          fault('duplicated', `${countOf(shown, key)} codes were shown and ${counted} counted`);
        }
      }
      const recorded = entries.some(
        ({ entry: { content } }) => content.kind === 'exception' && content.delivery === delivery,
      );
      if (excepted.has(delivery) && !recorded) fault('lost', 'an exception is not in the log');
      if (recorded !== (exception !== null)) {
        fault('lost', 'an exception and its entry do not stand together');
      }
    }
  };

  return {
    check: (said, found, erased = nothingErased) => {
      const faults: Fault[] = [];
      const fault = (kind: Fault['kind'], what: string): void => void faults.push({ kind, what });
      listen(said);
      for (const one of said) {
        if (one.said === 'blocked') fault('crashes', `blocked: ${one.problem}`);
        if (one.said === 'exception') fault('crashes', `exception: ${one.text}`);
      }
      if (typeof found === 'string') fault('crashes', `the store does not open: ${found}`);
      if (found === null || typeof found === 'string') {
        const any = said.some((one) => one.said === 'shown');
        if (any || known.length > 0) fault('lost', 'there is no store any more');
        return faults;
      }
      checkShown(said, found.entries, fault);
      checkLog(found, erased, fault);
      checkState(found, fault);
      known = found.entries.map(({ entry }) => hashEntry(entry));
      return faults;
    },
  };
};
