import type { Input, Output, VectorFunction } from '../vector.ts';
import { detailsOf, type Looked, lookAt, reasonOf, remarksOn, type Signed } from './audit.ts';
import { canonical, fromB64url, labelled, verifies } from './primitives.ts';
import { knownBy } from './roots.ts';

const holds = (label: string, signed: Input, key: unknown): boolean =>
  verifies(fromB64url(key), labelled(label, signed['document']), fromB64url(signed['signature']));

/** The document of the file, or the first reason for which it is refused. */
const openFile = (text: string): { readonly proof: Input } | { readonly error: string } => {
  let sealed: Input;
  try {
    sealed = JSON.parse(text);
  } catch {
    return { error: 'malformed' };
  }
  const proof = sealed['document'] as Input | undefined;
  if (proof?.['version'] === undefined) return { error: 'malformed' };
  if (proof['version'] !== 1) return { error: 'unknown-version' };
  if (text !== `${canonical(sealed)}\n`) return { error: 'malformed' };
  const list = proof['keys'] as Input;
  if (!holds('keys', list, proof['root']) || knownBy(proof) === null) return { error: 'bad-keys' };
  const issued = Number(proof['issued']);
  const key = ((list['document'] as Input)['keys'] as Input[]).find(
    ({ id, purpose, notBefore, notAfter }) =>
      id === sealed['keyId'] &&
      purpose === 'receipt' &&
      Number(notBefore) <= issued &&
      issued < Number(notAfter),
  );
  return key !== undefined && holds('proof', sealed, key['publicKey'])
    ? { proof }
    : { error: 'bad-seal' };
};

/** All that is wrong with an entry, in the order of the page. */
const faultsOf = (proof: Input, log: Input, one: Looked, last: Looked | undefined): string[] => {
  const { kind, delivery, signingKey, root } = one.signed.entry['content'] as Input;
  const end = Number(log['acknowledged']);
  // Whoever signed it: an entry of another terminal may be signed by this one's key.
  const asIfHere = { terminal: one.signed.entry['terminal'], signingKey: log['signingKey'] };
  const isNeighbour = one.number === (last?.number ?? 0) + 1;
  const faults: Readonly<Record<string, boolean>> = {
    'other-terminal': !one.isHere,
    'bad-signature': !lookAt(asIfHere, one.signed).own,
    'other-delivery': delivery !== undefined && delivery !== proof['delivery'],
    'out-of-order': one.number <= (last?.number ?? 0),
    'broken-chain': isNeighbour && one.signed.entry['previous'] !== (last?.hash ?? null),
    unacknowledged: one.number > end || (one.number === end && one.hash !== log['hash']),
    'other-key': kind === 'enrolled' && signingKey !== log['signingKey'],
    'other-root': kind === 'enrolled' && !knownBy(proof)?.includes(root),
    'altered-detail': one.own && detailsOf(one, 'altered').length > 0,
  };
  return Object.keys(faults).filter((fault) => faults[fault]);
};

const judgeDelivery = (text: string): Output => {
  const opened = openFile(text);
  if ('error' in opened) return opened;
  const { proof } = opened;
  const report = {
    handOvers: [] as Input[],
    exceptions: [] as Input[],
    erased: [] as Input[],
    faults: [] as Input[],
  };
  let counted: string | null = null;
  for (const log of proof['logs'] as Input[]) {
    const verifiers = (log['verifiers'] as Input[]).filter(
      ({ delivery }) => delivery === proof['delivery'],
    );
    const looked = (log['entries'] as Signed[]).map((signed) => lookAt(log, signed));
    const own: Input[] = [];
    for (const [index, one] of looked.entries()) {
      const before = looked.slice(0, index);
      const place = { terminal: log['terminal'], sequence: one.number };
      const { entry } = one.signed;
      const { kind, delivery, epoch, purpose, outcome, undoes } = entry['content'] as Input;
      const at = (entry['time'] as Input)['at'];
      const wrong = faultsOf(proof, log, one, before.at(-1));
      report.faults.push(...wrong.map((fault) => ({ ...place, fault })));
      const details = one.own ? detailsOf(one, 'erased') : [];
      if (details.length > 0) report.erased.push({ ...place, details });
      if (kind === 'exception' && one.own) own.push({ ...place, at, outcome, undone: false });
      if (kind === 'exception-undone' && one.own) {
        const taken = own.findIndex(({ sequence }) => sequence === undoes);
        if (taken >= 0) own[taken] = { ...own[taken], undone: true };
      }
      if (kind !== 'hand-over' || delivery !== proof['delivery']) continue;
      const file = { ...log, verifiers };
      const proves = reasonOf(one, file);
      // The one that counts, once more: that it is out of order says it already.
      if (proves === null && one.hash === counted) continue;
      const reason = proves ?? (counted === null ? null : 'second-hand-over');
      if (reason === null) counted = one.hash;
      const remarks = remarksOn(one, before, file);
      report.handOvers.push({ ...place, at, epoch, purpose, reason, remarks });
    }
    report.exceptions.push(...own);
  }
  return report;
};

/** A delivery's proof once more: opened, each entry looked at, each hand-over judged. */
export const DELIVERY: Readonly<Record<string, VectorFunction>> = {
  'judge-delivery': (input) => judgeDelivery(String(input['file'])),
};
