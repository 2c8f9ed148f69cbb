import { nativeVerify } from '../../central/src/keys/native-verify.ts';
import type { Central, EnrolledKeys, TerminalRecord } from '../../electron/app/ports/central.ts';
import { aDelivery, aRoute } from '../../electron/testing/samples.ts';
import { findCentralKey, openDocument, signDocument } from '../../shared/protocol/api/signed.ts';
import {
  grant,
  type ManifestDelivery,
  type ManifestItem,
  manifestPage,
  type RolledBackReport,
  receipt,
  timeStatement,
} from '../../shared/protocol/api/terminal.ts';
import { toBase64url } from '../../shared/protocol/codec/bytes.ts';
import { agreementKey, fingerprint } from '../../shared/protocol/crypto/keys.ts';
import type { Instant, PublicKey, Random16 } from '../../shared/protocol/ids.ts';
import {
  checkEntry,
  EMPTY_LOG,
  hashEntry,
  type LogPosition,
} from '../../shared/protocol/log/chain.ts';
import { NEWEST_ENTRY, type SignedEntry } from '../../shared/protocol/log/entry.ts';
import type { Policy } from '../../shared/protocol/policy.ts';
import type { AuditFile } from '../../shared/protocol/proof/audit-file.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { Validity } from './commands/depot.ts';
import type { Given } from './docking.ts';
import { verifiersOf } from './known-verifiers.ts';
import {
  DEPOT,
  depotSecret,
  IT,
  issueOf,
  keys,
  memberOf,
  passOf,
  root,
  type Signs,
  signers,
  staffIdOf,
  TERMINAL,
} from './what-central-makes.ts';

const DRIVER = '00000000-0000-4000-8000-0000000000ee';
const NAME = 'Handheld 1';
const URL = 'http://127.0.0.1:1';
const PAGE = 3;

/**
 * Central as one terminal has it: signs what it says, checks what it is given, forgets nothing. A fake,
 * because a history must come out the same each time that it is played, in whatever order and however
 * much of it is left when it is made smaller: what is sealed for a stop follows from the stop alone,
 * and a restored backup is a shorter array. The real one draws salts and ids by chance, and would need
 * a database for each of the thousands of histories that restore one. `central-contract.test.ts` holds
 * both to the same.
 */
export type Depot = {
  readonly port: Central;
  readonly enrolmentCode: string;
  readonly signingKey: PublicKey;
  /** What is stored in one unbroken chain; what was refused; what was reported. */
  readonly stored: readonly SignedEntry[];
  readonly refused: readonly SignedEntry[];
  readonly reports: readonly RolledBackReport[];
  readonly verifiers: () => AuditFile['verifiers'];
  /** How much of the log is stored, in its own words. */
  readonly acknowledged: () => NonNullable<AuditFile['acknowledged']>;
  /** The most entries that were stored at any time, and since when the terminal is revoked. */
  readonly longest: () => number;
  readonly revokedSince: () => Instant | null;
  /** The newest issue of a customer's code; 0: there is none yet. */
  readonly epochOf: (stop: number) => number;
  readonly giveRoute: (policy: Policy) => void;
  readonly issue: (stop: number, validity: Validity) => Promise<void>;
  readonly give: (stop: number, validity: Validity) => Promise<void>;
  readonly withdraw: (stop: number) => void;
  readonly takeBack: (customer: number, nth: 0 | 1) => void;
  readonly giveStaff: () => void;
  readonly changeStaff: (who: number, removed: boolean) => void;
  readonly revoke: () => void;
  /** Out of a backup: the last entries are gone; and everything has another number. */
  readonly restore: (entries: number, renumbered: boolean) => void;
  readonly givenAfter: (cursor: number) => Given;
  /** How the network is from now on; `from`: so many requests later it is away. */
  readonly reach: (network: Network) => void;
};
export type Network =
  | { readonly lost: 'request' | 'answer'; readonly from: number }
  | 'there'
  | 'away';

export const makeDepot = (own: EnrolledKeys, now: () => number): Depot => {
  const feed: ManifestItem[] = [];
  const newest = new Map<number, ManifestDelivery>();
  const issued: ManifestDelivery[] = [];
  const gone = new Set<number>();
  const staff = new Map<number, ManifestItem>();
  const takenBack: ManifestItem[] = [];
  const stored: SignedEntry[] = [];
  const refused: SignedEntry[] = [];
  const reports: RolledBackReport[] = [];
  let network: Network = 'away';
  let requests = 0;
  let head: LogPosition = EMPTY_LOG;
  let longest = 0;
  let revoked: Instant | null = null;
  /** The number of the item before the first. */
  let base = 0;

  const answering = async <T>(work: () => T): Promise<Result<T, ProblemCode>> => {
    if (network === 'away') return err('central-unreachable');
    const isCut = network !== 'there' && requests++ >= network.from;
    if (isCut && network !== 'there' && network.lost === 'request')
      return err('central-unreachable');
    const answer = work();
    return isCut ? err('central-unreachable') : ok(answer);
  };
  /** Signs as central does and opens as the terminal's client does. */
  const signed = <T>(label: Exclude<Signs, 'pass'>, schema: never, document: T): T => {
    const made = signDocument(label, `${label}-1`, signers[label], document);
    const key = findCentralKey(keys.keys, made.keyId, label, now() as Instant);
    const opened = key === null ? null : openDocument<T>(label, schema, made, key, nativeVerify);
    if (!opened?.ok) throw new Error(`central signs what is no ${label}`);
    return opened.value;
  };
  const takeEntry = (one: SignedEntry): void => {
    const { sequence } = one.entry;
    // What is missing before it is asked for by the receipt.
    if (sequence > head.sequence + 1) return;
    const same = stored[sequence - 1];
    if (same !== undefined && hashEntry(same.entry) === hashEntry(one.entry)) return;
    const fault = checkEntry(head, one, TERMINAL, own.signingKey, nativeVerify);
    if (fault !== null) return void refused.push(one);
    stored.push(one);
    head = { sequence, hash: hashEntry(one.entry) };
    longest = Math.max(longest, sequence);
  };
  const put = async (stop: number, epoch: number, { opensIn, lasts, attempts }: Validity) => {
    const notBefore = (now() + opensIn) as Instant;
    const window = { notBefore, notAfter: (notBefore + lasts) as Instant, attempts };
    const delivery = await issueOf(own, stop, epoch, window);
    newest.set(stop, delivery);
    gone.delete(stop);
    issued.push(delivery);
    feed.push(delivery);
  };
  const epochOf = (stop: number): number => newest.get(stop)?.epoch ?? 0;
  const givenAfter = (cursor: number): Given => {
    const anew = cursor !== 0 && cursor < base;
    const from = anew || cursor === 0 ? 0 : cursor - base;
    const pages: Given['pages'][number][] = [];
    for (let i = from; i < feed.length; i += PAGE) {
      const items = feed.slice(i, i + PAGE);
      pages.push({ items, cursor: base + i + items.length });
    }
    return { anew, pages };
  };

  const port: Central = {
    enrol: async (_code, given) => {
      const record: TerminalRecord = {
        grant: grant.parse({
          ...{ terminal: TERMINAL, terminalName: NAME, depot: DEPOT, depotName: 'Depot' },
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
      const ended = revoked === null ? {} : { revoked };
      const say = () => ({
        ...{ terminal: TERMINAL, nonce, time: now() as Instant },
        ...{ ...ended, entries: NEWEST_ENTRY, name: NAME },
      });
      return answering(() => {
        const { time } = signed('time', timeStatement as never, say());
        return { time, revoked, entries: NEWEST_ENTRY, trust: null, name: NAME };
      });
    },
    handIn: (_record, entries) =>
      answering(() => {
        for (const one of entries) takeEntry(one);
        const { sequence: acknowledged, hash } = head;
        const said = { terminal: TERMINAL, acknowledged, hash };
        return { receipt: signed('receipt', receipt as never, said), findings: [] };
      }),
    waitMs: () => 0,
    reportRolledBack: (_record, report) =>
      answering(() => {
        reports.push(report);
        return null;
      }),
    pull: async (_record, after) => {
      if (revoked !== null) {
        const asked = await answering(() => null);
        return asked.ok ? err('central-failed') : asked;
      }
      if (after !== 0 && after < base) {
        const asked = await answering(() => null);
        return asked.ok ? err('cursor-unknown') : asked;
      }
      return answering(() => {
        const [page, ...rest] = givenAfter(after).pages;
        const items = page?.items ?? [];
        const cursor = page?.cursor ?? after;
        const remaining = rest.reduce((sum, more) => sum + more.items.length, 0);
        const document = { terminal: TERMINAL, after, cursor, remaining, items };
        return signed('manifest', manifestPage as never, document as never);
      });
    },
  };
  const giveRoute = (policy: Policy): void => {
    feed.push({ type: 'policy', policy });
    feed.push(aRoute({ name: 'R1', driver: { id: DRIVER, name: 'Dora' } }));
  };
  const putStaff = (who: number, item: ManifestItem): void => {
    staff.set(who, item);
    feed.push(item);
  };
  return {
    port,
    enrolmentCode: `KE1/${toBase64url(new Uint8Array(16))}/${fingerprint(root.publicKey)}/${URL}`,
    signingKey: own.signingKey,
    stored,
    refused,
    reports,
    longest: () => longest,
    revokedSince: () => revoked,
    epochOf,
    givenAfter,
    acknowledged: () => {
      const { sequence, hash } = head;
      const said = { terminal: TERMINAL, acknowledged: sequence, hash };
      return {
        root: root.publicKey,
        keys: signDocument('keys', 'root', root, keys),
        receipt: signDocument('receipt', 'receipt-1', signers.receipt, said),
      };
    },
    verifiers: () => verifiersOf(issued),
    giveRoute,
    giveStaff: () => {
      for (const who of [1, 2, IT]) putStaff(who, memberOf(who));
    },
    changeStaff: (who, removed) => {
      if (!staff.has(who)) return;
      putStaff(who, removed ? { type: 'staff-removed', id: staffIdOf(who) } : memberOf(who));
    },
    takeBack: (customer, nth) => {
      const { once } = passOf({ customer, nth, audience: 'depot' });
      const item: ManifestItem = { type: 'pass-withdrawn', once: once as Random16 };
      takenBack.push(item);
      feed.push(item);
    },
    revoke: () => {
      revoked ??= now() as Instant;
    },
    restore: (entries, renumbered) => {
      stored.length = Math.max(0, stored.length - entries);
      const last = stored.at(-1)?.entry;
      head = last === undefined ? EMPTY_LOG : { sequence: last.sequence, hash: hashEntry(last) };
      if (!renumbered) return;
      const before = feed.filter(({ type }) => type === 'policy' || type === 'route');
      const stops = [...newest].flatMap(([stop, item]) => (gone.has(stop) ? [] : [item]));
      base += feed.length + 1;
      feed.splice(0, feed.length, ...before, ...staff.values(), ...takenBack, ...stops);
    },
    issue: (stop, validity) => put(stop, epochOf(stop) + 1, validity),
    give: async (stop, validity) => {
      const known = newest.get(stop);
      gone.delete(stop);
      if (known === undefined) await put(stop, 1, validity);
      else feed.push(known);
    },
    withdraw: (stop) => {
      if (!newest.has(stop)) return;
      gone.add(stop);
      feed.push({ type: 'withdrawn', delivery: aDelivery(stop).id });
    },
    reach: (to) => {
      network = to;
      requests = 0;
    },
  };
};
