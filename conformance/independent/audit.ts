import type { Input, Output, VectorFunction } from '../vector.ts';
import { DETAIL_ORDER, detailStatesOf, strayDetail } from './details.ts';
import { b64url, fromB64url, labelled, sha256, verifies } from './primitives.ts';
import { RECORDS } from './records.ts';
import { knownBy } from './roots.ts';

export type Signed = {
  readonly entry: Input;
  readonly signature: string;
  readonly details?: Input;
};
export type Looked = {
  readonly signed: Signed;
  readonly number: number;
  readonly hash: string;
  readonly isHere: boolean;
  /** Of this terminal, and signed by it. */
  readonly own: boolean;
};
type Top = { readonly number: number; readonly hash: string | null };

const KINDS: Readonly<Record<number, readonly string[]>> = {
  1: 'enrolled clock clock-fault pulled attempt hand-over exception wiped'.split(' '),
  2: ['hand-over', 'exception'],
};

const refusalOfEntry = ({ entry }: Signed, where: string): Output | null => {
  const kinds = KINDS[Number(entry['version'])];
  if (kinds === undefined) return { error: 'unknown-entry-version', where };
  const { kind } = entry['content'] as Input;
  return kinds.includes(String(kind)) ? null : { error: 'unknown-entry-kind', where };
};

/** What is refused whole. Of the forms only what the vectors of this function need. */
const refusalOf = (file: Input): Output | null => {
  if (file['version'] !== 1) return { error: 'unknown-version', where: 'version' };
  const entries = file['entries'] as Signed[];
  for (const [index, signed] of entries.entries()) {
    const refusal = refusalOfEntry(signed, `entries.${index}`);
    if (refusal !== null) return refusal;
  }
  return refusalOfForm(file);
};

/** What names a code or a pass: of a code its purpose, of a pass its own name. */
const nameOf = (one: Input, scheme: unknown): string =>
  [scheme, scheme === 'pass' ? one['once'] : one['purpose'], one['delivery'], one['epoch']].join();

const isCapital = (id: unknown): boolean => /[A-F]/.test(String(id));

/** Of the forms, those that the vectors spoil. */
const refusalOfForm = (file: Input): Output | null => {
  const malformed = (where: string): Output => ({ error: 'malformed', where });
  for (const [index, { entry }] of (file['entries'] as Signed[]).entries()) {
    const { delivery } = entry['content'] as Input;
    if (isCapital(delivery ?? '')) return malformed(`entries.${index}.entry.content.delivery`);
  }
  const verifiers = file['verifiers'] as Input[];
  for (const [index, { delivery }] of verifiers.entries()) {
    if (isCapital(delivery)) return malformed(`verifiers.${index}.delivery`);
  }
  for (const [index, signed] of (file['entries'] as Signed[]).entries()) {
    const where = strayDetail(signed);
    if (where !== null) return malformed(['entries', index, ...where].join('.'));
  }
  const names = verifiers.map((one) => nameOf(one, one['scheme']));
  if (new Set(names).size < names.length) return malformed('verifiers');
  const known = file['acknowledged'] as Input | undefined;
  return known !== undefined && known['root'] === undefined ? malformed('acknowledged.root') : null;
};

export const lookAt = (file: Input, signed: Signed): Looked => {
  const { entry, signature } = signed;
  const bytes = labelled('entry', entry);
  const isHere = entry['terminal'] === file['terminal'];
  const key = fromB64url(file['signingKey']);
  return {
    signed,
    number: Number(entry['sequence']),
    hash: b64url(sha256(bytes)),
    isHere,
    own: isHere && verifies(key, bytes, fromB64url(signature)),
  };
};

const faultOf = (one: Looked, top: Top, before: readonly Looked[]): string | null => {
  if (!one.isHere) return 'other-terminal';
  if (!one.own) return 'bad-signature';
  if (one.number <= top.number) {
    const twins = before.filter(({ own, number }) => own && number === one.number);
    const isOther = twins.length > 0 && twins.every(({ hash }) => hash !== one.hash);
    return isOther ? 'fork' : 'out-of-order';
  }
  if (one.number > top.number + 1) return 'gap';
  return one.signed.entry['previous'] === top.hash ? null : 'broken-chain';
};

/** What the hand-over says that opened it, if that was made. */
const verifierOf = (one: Looked, file: Input): Input | undefined => {
  const content = one.signed.entry['content'] as Input;
  const proof = content['proof'] as Input;
  const name = nameOf({ ...content, once: proof['once'] }, proof['scheme']);
  return (file['verifiers'] as Input[]).find((v) => nameOf(v, v['scheme']) === name);
};

const isWiped = ({ own, signed }: Looked): boolean =>
  own && (signed.entry['content'] as Input)['kind'] === 'wiped';

const isAfterWiped = (one: Looked, before: readonly Looked[]): boolean => {
  const wiped = before.find(isWiped);
  return one.own && wiped !== undefined && one.number > wiped.number;
};

/** What is wrong with a hand-over beside its proof. */
export const remarksOn = (one: Looked, before: readonly Looked[], file: Input): string[] => {
  const at = Number((one.signed.entry['time'] as Input)['at']);
  const clocks = before.flatMap(({ own, signed }) => {
    const { kind, central } = signed.entry['content'] as Input;
    return own && kind === 'clock' ? [Number(central)] : [];
  });
  const latest = Math.max(at, ...clocks);
  const { withdrawnAt, notAfter } = verifierOf(one, file) ?? {};
  const isPast = (moment: unknown): boolean => typeof moment === 'number' && latest >= moment;
  const remarks = [];
  if (isAfterWiped(one, before)) remarks.push('after-wiped');
  if (isPast(file['revokedAt'])) remarks.push('after-revocation');
  if (isPast(withdrawnAt)) remarks.push('after-withdrawal');
  if (Math.max(0, ...clocks) >= Number(notAfter)) remarks.push('outside-validity');
  const { evidence } = one.signed.entry['content'] as Input;
  if (evidence !== undefined) {
    const { signature, everyParcel, unscanned } = evidence as Input;
    const isUnsigned = signature === true && detailStatesOf(one.signed)['strokes'] === 'none';
    const isUnseen = everyParcel === true && (unscanned as unknown[]).length !== 0;
    if (isUnsigned || isUnseen) remarks.push('missing-evidence');
  }
  return remarks;
};

/** The receipt's statement, or null if it is not central's for this terminal. */
const receiptOf = (file: Input): { number: number; hash: string | null } | null => {
  const { root, keys, receipt } = file['acknowledged'] as Record<
    'root' | 'keys' | 'receipt',
    Input
  >;
  const holds = (label: string, signed: Input, key: unknown): boolean =>
    verifies(fromB64url(key), labelled(label, signed['document']), fromB64url(signed['signature']));
  const isKnown = knownBy(file['acknowledged'] as Input) !== null;
  if (!isKnown || !holds('keys', keys, root)) return null;
  const listed = (keys['document'] as Input)['keys'] as Input[];
  const key = listed.find(({ id, purpose }) => id === receipt['keyId'] && purpose === 'receipt');
  if (key === undefined || !holds('receipt', receipt, key['publicKey'])) return null;
  const said = receipt['document'] as Input;
  if (said['terminal'] !== file['terminal']) return null;
  return { number: Number(said['acknowledged']), hash: said['hash'] as string | null };
};

/** Why a hand-over is not proved; null: it is. */
export const reasonOf = (one: Looked, file: Input): string | null => {
  const { proof } = one.signed.entry['content'] as Input;
  if (!one.own) return 'not-signed';
  if ((proof as Input)['scheme'] === 'oath') return 'by-token';
  const verifier = verifierOf(one, file);
  if (verifier === undefined) return 'no-verifier';
  const { presenceKey } = verifier;
  const proves = RECORDS['proves-presence']?.({ signed: one.signed, presenceKey }) as Output;
  return proves['ok'] === true ? null : 'no-presence';
};

/** Which of what is personal in an entry has become this. */
export const detailsOf = ({ signed }: Looked, state: string): string[] => {
  const states = detailStatesOf(signed);
  return DETAIL_ORDER.filter((name) => states[name] === state);
};

const auditLog = (file: Input): Output => {
  const refusal = refusalOf(file);
  if (refusal !== null) return refusal;
  const looked = (file['entries'] as Signed[]).map((signed) => lookAt(file, signed));

  const faults: Output[] = [];
  let top: Top = { number: 0, hash: null };
  for (const [index, one] of looked.entries()) {
    const fault = faultOf(one, top, looked.slice(0, index));
    if (fault !== null) faults.push({ sequence: one.number, fault });
    const before = looked.slice(0, index);
    if (isAfterWiped(one, before)) faults.push({ sequence: one.number, fault: 'after-wiped' });
    const { kind, root } = one.signed.entry['content'] as Input;
    const shown = file['acknowledged'] as Input | undefined;
    const named = shown === undefined ? [root] : (knownBy(shown) ?? [shown['root']]);
    if (one.own && kind === 'enrolled' && !named.includes(root)) {
      faults.push({ sequence: one.number, fault: 'other-root' });
    }
    if (one.own && detailsOf(one, 'altered').length > 0) {
      faults.push({ sequence: one.number, fault: 'altered-detail' });
    }
    // One with a bad signature in its place is what the next names all the same.
    const isLast = one.own ? one.number > top.number : one.isHere && one.number === top.number + 1;
    if (isLast) top = { number: one.number, hash: one.hash };
  }
  const isKnown = file['acknowledged'] !== undefined;
  const known = isKnown ? receiptOf(file) : null;
  if (isKnown && known === null) faults.push({ sequence: 0, fault: 'bad-receipt' });
  if (known?.hash && !looked.some(({ own, hash }) => own && hash === known.hash)) {
    const fault = top.number < known.number ? 'short' : 'other-head';
    faults.push({ sequence: known.number, fault });
  }

  const proved: Output[] = [];
  const unproved: Output[] = [];
  const firsts = new Map<unknown, string>();
  for (const [index, one] of looked.entries()) {
    const { kind, delivery, epoch, purpose } = one.signed.entry['content'] as Input;
    if (kind !== 'hand-over') continue;
    const claim = { sequence: one.number, delivery, epoch, purpose };
    const reason = reasonOf(one, file);
    const first = firsts.get(delivery);
    if (reason !== null) unproved.push({ ...claim, reason });
    else if (first === undefined) {
      proved.push({ ...claim, remarks: remarksOn(one, looked.slice(0, index), file) });
    } else if (first !== one.hash) unproved.push({ ...claim, reason: 'second-hand-over' });
    if (reason === null && first === undefined) firsts.set(delivery, one.hash);
  }
  const acknowledged = known?.number ?? null;
  const erased = looked.flatMap((one) => {
    const details = one.own ? detailsOf(one, 'erased') : [];
    return details.length === 0 ? [] : [{ sequence: one.number, details }];
  });
  return { entries: looked.length, acknowledged, proved, unproved, faults, erased };
};

/** The audit of a log once more: what is wrong with each entry first, then what is proved. */
export const AUDIT: Readonly<Record<string, VectorFunction>> = {
  'audit-log': (input) => auditLog(input['file'] as Input),
};
