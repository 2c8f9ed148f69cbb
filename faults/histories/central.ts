import type { Central, EnrolledKeys, TerminalRecord } from '../../electron/app/ports.ts';
import { nativeArgon2id } from '../../electron/crypto/native-argon2id.ts';
import { aDelivery, aRoute, type SealedDelivery } from '../../electron/testing/samples.ts';
import { findCentralKey, keyList, openDocument, signDocument } from '../../shared/api/signed.ts';
import {
  grant,
  type ManifestItem,
  manifestPage,
  type RolledBackReport,
  receipt,
  timeStatement,
} from '../../shared/api/terminal.ts';
import { toBase64url } from '../../shared/bytes.ts';
import { type DeliveryCode, makeDeliveryCode } from '../../shared/code/delivery-code.ts';
import type { Argon2id } from '../../shared/crypto/argon2id.ts';
import { agreementKey, derivePepper, fingerprint, makeSigner } from '../../shared/crypto/keys.ts';
import type { Instant, PublicKey, Random16, TerminalId } from '../../shared/ids.ts';
import { checkEntry, EMPTY_LOG, hashEntry, type LogPosition } from '../../shared/log/chain.ts';
import type { SignedEntry } from '../../shared/log/entry.ts';
import type { Policy } from '../../shared/policy.ts';
import type { ProblemCode } from '../../shared/problem.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { sealCode } from '../../shared/schemes/sealed.ts';
import type { Purpose } from '../../shared/verdict.ts';
import { verifyNatively } from '../kill/verify-natively.ts';
import type { Validity } from './commands.ts';

const TERMINAL = '00000000-0000-4000-8000-0000000000aa' as TerminalId;
const DEPOT = '00000000-0000-4000-8000-0000000000dd';
const DRIVER = '00000000-0000-4000-8000-0000000000ee';
const URL = 'http://127.0.0.1:1';
const PAGE = 2;
const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const depotSecret = seed(31);
const root = makeSigner(seed(32));
const PURPOSES = ['manifest', 'time', 'receipt'] as const;
const signers = Object.fromEntries(
  PURPOSES.map((purpose, i) => [purpose, makeSigner(seed(33 + i))]),
) as Record<(typeof PURPOSES)[number], ReturnType<typeof makeSigner>>;
const keys = keyList.parse({
  issued: 1_700_000_000_000,
  keys: PURPOSES.map((purpose) => ({
    id: `${purpose}-1`,
    purpose,
    publicKey: signers[purpose].publicKey,
    notBefore: 1_000_000_000_000,
    notAfter: 3_000_000_000_000,
  })),
});

/** The code of a customer's nth issue, or the dispatcher's; new memory, for it is wiped. */
export const codeOf = (stop: number, epoch: number, purpose: Purpose): DeliveryCode =>
  makeDeliveryCode(
    Uint8Array.from(
      { length: 9 },
      (_, i) => stop * 7 + epoch * 11 * i + (purpose === 'override' ? 5 : i),
    ),
  );

/** What a right code comes to, by salt: for the control that takes any code for the right one. */
const roots = new Map<string, Uint8Array>();
export const rightRootOf = (salt: Uint8Array): Uint8Array | undefined =>
  roots.get(toBase64url(salt))?.slice();
const noted: Argon2id = async (secret, salt, cost) => {
  const root = await nativeArgon2id(secret, salt, cost);
  // New memory, not a view: what was derived is wiped.
  roots.set(toBase64url(salt), new Uint8Array(root));
  return root;
};

/** Sealing is a pure function here: every history has the same keys and salts. */
const sealed = new Map<string, Promise<PublicKey>>();

const saltOf = (stop: number, epoch: number, purpose: Purpose): Random16 => {
  const salt = new Uint8Array(16).fill(purpose === 'override' ? 2 : 1);
  salt.set([stop, epoch]);
  return toBase64url(salt) as Random16;
};

const seal = async (
  own: EnrolledKeys,
  stop: number,
  epoch: number,
  window: { readonly notBefore: Instant; readonly notAfter: Instant; readonly attempts: number },
): Promise<SealedDelivery> => {
  const delivery = aDelivery(stop);
  const pepper = derivePepper(depotSecret, own.agreementKey, TERMINAL);
  const one = async (purpose: Purpose) => {
    const { verifier } = delivery;
    const binding = { ...verifier, purpose, epoch: epoch as never };
    const salt = saltOf(stop, epoch, purpose);
    const code = codeOf(stop, epoch, purpose);
    const name = `${own.agreementKey} ${stop} ${epoch} ${purpose}`;
    const key = sealed.get(name) ?? sealCode({ ...binding, salt }, pepper, code, noted);
    sealed.set(name, key);
    return { ...binding, salt, presenceKey: await key, ...window };
  };
  const [verifier, override] = [await one('hand-over'), await one('override')];
  return { ...delivery, epoch: verifier.epoch, verifier, override };
};

/** Central as one terminal has it: signs what it says, checks what it is given, forgets nothing. */
export type Depot = {
  readonly port: Central;
  readonly enrolmentCode: string;
  readonly signingKey: PublicKey;
  /** What is stored in one unbroken chain; what was refused; what was reported. */
  readonly stored: readonly SignedEntry[];
  readonly refused: readonly SignedEntry[];
  readonly reports: readonly RolledBackReport[];
  readonly verifiers: () => object[];
  /** The newest issue of a customer's code; 0: there is none yet. */
  readonly epochOf: (stop: number) => number;
  readonly giveRoute: (policy: Policy) => void;
  readonly issue: (stop: number, validity: Validity) => Promise<void>;
  readonly give: (stop: number, validity: Validity) => Promise<void>;
  readonly withdraw: (stop: number) => void;
  readonly pagesAfter: (cursor: number) => readonly (readonly ManifestItem[])[];
  /** How the network is from now on; `from`: so many requests later it is away. */
  readonly reach: (network: Network) => void;
};
type Network = { readonly lost: 'request' | 'answer'; readonly from: number } | 'there' | 'away';

export const makeDepot = (own: EnrolledKeys, now: () => number): Depot => {
  const feed: ManifestItem[] = [];
  const newest = new Map<number, SealedDelivery>();
  const issued: SealedDelivery[] = [];
  const stored: SignedEntry[] = [];
  const refused: SignedEntry[] = [];
  const reports: RolledBackReport[] = [];
  let network: Network = 'away';
  let requests = 0;
  let head: LogPosition = EMPTY_LOG;

  const answering = async <T>(work: () => T): Promise<Result<T, ProblemCode>> => {
    if (network === 'away') return err('central-unreachable');
    const isCut = network !== 'there' && requests++ >= network.from;
    if (isCut && network !== 'there' && network.lost === 'request')
      return err('central-unreachable');
    const answer = work();
    return isCut ? err('central-unreachable') : ok(answer);
  };
  /** Signs as central does and opens as the terminal's client does. */
  const signed = <T>(label: (typeof PURPOSES)[number], schema: never, document: T): T => {
    const made = signDocument(label, `${label}-1`, signers[label], document);
    const key = findCentralKey(keys.keys, made.keyId, label, now() as Instant);
    const opened = key === null ? null : openDocument<T>(label, schema, made, key, verifyNatively);
    if (!opened?.ok) throw new Error(`central signs what is no ${label}`);
    return opened.value;
  };
  const takeEntry = (one: SignedEntry): void => {
    const { sequence } = one.entry;
    const same = stored[sequence - 1];
    if (same !== undefined && hashEntry(same.entry) === hashEntry(one.entry)) return;
    const fault = checkEntry(head, one, TERMINAL, own.signingKey, verifyNatively);
    if (fault !== null) return void refused.push(one);
    stored.push(one);
    head = { sequence, hash: hashEntry(one.entry) };
  };
  const put = async (stop: number, epoch: number, { opensIn, lasts, attempts }: Validity) => {
    const notBefore = (now() + opensIn) as Instant;
    const window = { notBefore, notAfter: (notBefore + lasts) as Instant, attempts };
    const delivery = await seal(own, stop, epoch, window);
    newest.set(stop, delivery);
    issued.push(delivery);
    feed.push(delivery);
  };
  const epochOf = (stop: number): number => newest.get(stop)?.epoch ?? 0;
  const pagesAfter = (cursor: number): ManifestItem[][] => {
    const left = feed.slice(cursor);
    const pages = [left.slice(0, PAGE)];
    for (let i = PAGE; i < left.length; i += PAGE) pages.push(left.slice(i, i + PAGE));
    return pages;
  };

  const port: Central = {
    enrol: async (_code, given) => {
      const record: TerminalRecord = {
        grant: grant.parse({
          ...{ terminal: TERMINAL, terminalName: 'Handheld 1', depot: DEPOT, depotName: 'Depot' },
          depotAgreementKey: agreementKey(depotSecret),
          ...given,
        }),
        central: URL,
        root: root.publicKey,
        keys: signDocument('keys', 'root', root, keys),
      };
      return ok(record);
    },
    proveTime: async () => {
      const nonce = toBase64url(new Uint8Array(16)) as Random16;
      const say = () => ({ terminal: TERMINAL, nonce, time: now() as Instant });
      return answering(() => {
        const { time } = signed('time', timeStatement as never, say());
        return { time, revoked: null };
      });
    },
    handIn: (_record, entries) =>
      answering(() => {
        for (const one of entries) takeEntry(one);
        const { sequence: acknowledged, hash } = head;
        const said = { terminal: TERMINAL, acknowledged, hash };
        return { receipt: signed('receipt', receipt as never, said), findings: [] };
      }),
    reportRolledBack: (_record, report) =>
      answering(() => {
        reports.push(report);
        return null;
      }),
    pull: (_record, after) =>
      answering(() => {
        const items = pagesAfter(after)[0] ?? [];
        const cursor = after + items.length;
        const page = { terminal: TERMINAL, after, cursor, remaining: feed.length - cursor, items };
        return signed('manifest', manifestPage as never, page);
      }),
  };
  return {
    port,
    enrolmentCode: `KE1/${toBase64url(new Uint8Array(16))}/${fingerprint(root.publicKey)}/${URL}`,
    signingKey: own.signingKey,
    stored,
    refused,
    reports,
    epochOf,
    pagesAfter,
    verifiers: () => {
      const all = issued.flatMap(({ verifier, override }) => [verifier, override]);
      const named = all.map(({ delivery, epoch, purpose, presenceKey }) => {
        const one = { delivery, epoch, purpose, presenceKey };
        return [`${delivery} ${epoch} ${purpose}`, one] as const;
      });
      return [...new Map(named).values()];
    },
    giveRoute: (policy) => {
      feed.push({ type: 'policy', policy });
      feed.push(aRoute({ name: 'R1', driver: { id: DRIVER, name: 'Dora' } }));
    },
    issue: (stop, validity) => put(stop, epochOf(stop) + 1, validity),
    give: async (stop, validity) => {
      const known = newest.get(stop);
      if (known === undefined) await put(stop, 1, validity);
      else feed.push(known);
    },
    withdraw: (stop) => {
      if (newest.has(stop)) feed.push({ type: 'withdrawn', delivery: aDelivery(stop).id });
    },
    reach: (to) => {
      network = to;
      requests = 0;
    },
  };
};
