import type { Input, Output, VectorFunction } from '../vector.ts';
import { b64url, fromB64url, labelled, sha256, verifies } from './primitives.ts';
import { RECORDS } from './records.ts';

type Signed = { readonly entry: Input; readonly signature: string };
type Looked = {
  readonly signed: Signed;
  readonly number: number;
  readonly hash: string;
  readonly isHere: boolean;
  /** Of this terminal, and signed by it. */
  readonly own: boolean;
};
type Top = { readonly number: number; readonly hash: string | null };

const KINDS = 'enrolled clock clock-fault pulled attempt hand-over exception'.split(' ');

const refusalOfEntry = ({ entry }: Signed, where: string): Output | null => {
  if (entry['version'] !== 1) return { error: 'unknown-entry-version', where };
  const { kind } = entry['content'] as Input;
  return KINDS.includes(String(kind)) ? null : { error: 'unknown-entry-kind', where };
};

/** What is refused whole. Of the forms only what the vectors of this function need. */
const refusalOf = (file: Input): Output | null => {
  if (file['version'] !== 1) return { error: 'unknown-version', where: 'version' };
  const entries = file['entries'] as Signed[];
  for (const [index, signed] of entries.entries()) {
    const refusal = refusalOfEntry(signed, `entries.${index}`);
    if (refusal !== null) return refusal;
  }
  const verifiers = file['verifiers'] as Input[];
  const names = verifiers.map((v) => [v['purpose'], v['delivery'], v['epoch']].join());
  return new Set(names).size === names.length ? null : { error: 'malformed', where: 'verifiers' };
};

const lookAt = (file: Input, signed: Signed): Looked => {
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

const reasonOf = (one: Looked, file: Input): string | null => {
  const { delivery, epoch, purpose, proof } = one.signed.entry['content'] as Input;
  if (!one.own) return 'not-signed';
  if ((proof as Input)['scheme'] === 'oath') return 'by-token';
  const verifier = (file['verifiers'] as Input[]).find(
    (v) => v['delivery'] === delivery && v['epoch'] === epoch && v['purpose'] === purpose,
  );
  if (verifier === undefined) return 'no-verifier';
  const { presenceKey } = verifier;
  const proves = RECORDS['proves-presence']?.({ signed: one.signed, presenceKey }) as Output;
  return proves['ok'] === true ? null : 'no-presence';
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
    // One with a bad signature in its place is what the next names all the same.
    const isLast = one.own ? one.number > top.number : one.isHere && one.number === top.number + 1;
    if (isLast) top = { number: one.number, hash: one.hash };
  }
  const known = file['acknowledged'] as { sequence: number; hash: string | null } | undefined;
  if (known?.hash && !looked.some(({ own, hash }) => own && hash === known.hash)) {
    const fault = top.number < known.sequence ? 'short' : 'other-head';
    faults.push({ sequence: known.sequence, fault });
  }

  const proved: Output[] = [];
  const unproved: Output[] = [];
  const firsts = new Map<unknown, string>();
  for (const one of looked) {
    const { kind, delivery, epoch, purpose } = one.signed.entry['content'] as Input;
    if (kind !== 'hand-over') continue;
    const claim = { sequence: one.number, delivery, epoch, purpose };
    const reason = reasonOf(one, file);
    const first = firsts.get(delivery);
    if (reason !== null) unproved.push({ ...claim, reason });
    else if (first === undefined) proved.push(claim);
    else if (first !== one.hash) unproved.push({ ...claim, reason: 'second-hand-over' });
    if (reason === null && first === undefined) firsts.set(delivery, one.hash);
  }
  return { entries: looked.length, proved, unproved, faults };
};

/** The audit of a log once more: what is wrong with each entry first, then what is proved. */
export const AUDIT: Readonly<Record<string, VectorFunction>> = {
  'audit-log': (input) => auditLog(input['file'] as Input),
};
