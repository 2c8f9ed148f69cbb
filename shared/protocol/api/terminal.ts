import { z } from 'zod';
import { staffMember } from '../crew/roster.ts';
import { depotFacts } from '../depot-facts.ts';
import {
  day,
  deliveryId,
  depotId,
  driverId,
  epoch,
  hash,
  instant,
  parcelLabel,
  publicKey,
  random16,
  routeId,
  sequence,
  shortId,
  staffId,
  terminalId,
  tokenId,
} from '../ids.ts';
import { areNamesOf, instructions } from '../instructions.ts';
import { signedEntry } from '../log/entry.ts';
import { policy } from '../policy.ts';
import { hotpVerifier } from '../schemes/oath/hotp.ts';
import { movingFactor } from '../schemes/oath/outcome.ts';
import { totpVerifier } from '../schemes/oath/totp.ts';
import { ocraVerifier } from '../schemes/oath/verify-ocra.ts';
import { sealedVerifier } from '../schemes/sealed.ts';
import { rootChain } from './roots.ts';
import { signedDocument } from './signed.ts';

/**
 * Requests and answers between a terminal and central, by path. Every request is signed with the
 * terminal's key (RFC 9421); every answer that the terminal acts on is a signed document.
 */
export const PATHS = {
  enrol: '/v1/terminal/enrol',
  time: '/v1/terminal/time',
  entries: '/v1/terminal/entries',
  manifest: '/v1/terminal/manifest',
  rolledBack: '/v1/terminal/rolled-back',
  release: '/v1/terminal/updates/release',
  releaseFile: '/v1/terminal/updates/file',
} as const;

/** The most that one request or answer may be, and the most entries in one hand-in. */
export const MAX_BODY_BYTES = 1_048_576;
export const MAX_ENTRIES = 500;
export const MAX_ITEMS = 200;

const line = z.string().trim().min(1).max(120);

/** POST enrol. Signed with the very key that it shows, whose fingerprint is the key id. */
export const enrolRequest = z.strictObject({
  token: random16,
  signingKey: publicKey,
  agreementKey: publicKey,
  platform: z.string().max(80),
});
export type EnrolRequest = z.infer<typeof enrolRequest>;

/** What a terminal is and belongs to; label `grant`, signed with the manifest key. */
export const grant = z.strictObject({
  terminal: terminalId,
  terminalName: line,
  depot: depotId,
  depotName: line,
  depotAgreementKey: publicKey,
  signingKey: publicKey,
  agreementKey: publicKey,
});
export type Grant = z.infer<typeof grant>;

export const enrolAnswer = z.strictObject({
  root: publicKey,
  keys: signedDocument,
  grant: signedDocument,
});
export type EnrolAnswer = z.infer<typeof enrolAnswer>;

/**
 * POST time?entries=N&app=VERSION&os=SYSTEM&keys=ISSUED&root=FINGERPRINT. The answer is a `time` document with the same
 * nonce. N is the newest version of an entry that the terminal writes; one that writes version 1 alone
 * does not say so. VERSION and SYSTEM are of the terminal's program, for IT's eyes; whoever says VERSION
 * reads `name` in the answer.
 */
export const timeRequest = z.strictObject({ nonce: random16 });
/** The version of a terminal's program: three numbers, and what comes after them in a development one. */
export const appVersion = z
  .string()
  .regex(/^(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){2}([-+][0-9A-Za-z.+-]{1,40})?$/)
  .brand<'AppVersion'>();
export type AppVersion = z.infer<typeof appVersion>;
/** What a terminal runs on, in printable ASCII: `linux 6.1.0`. */
export const systemName = z
  .string()
  .regex(/^[!-~]+( [!-~]+)*$/)
  .max(80)
  .brand<'SystemName'>();
/** A version of entries beyond the first, which everybody reads. */
export const entryVersion = z.int().min(2).max(255);
export const timeStatement = z.strictObject({
  terminal: terminalId,
  nonce: random16,
  time: instant,
  /** Only for a terminal that central has revoked, and for good: since when. */
  revoked: instant.optional(),
  /** Only for a terminal that said what it writes: the newest such version that central reads. */
  entries: entryVersion.optional(),
  /** Only for a terminal that said its version: what the depot calls it now. */
  name: line.optional(),
});

/**
 * The answer: the statement and, for a terminal that said with `keys=ISSUED` which list of keys it has,
 * the one in force if that is later. The statement is signed with a key of the latter. For a terminal
 * that said with `root=FINGERPRINT` whom it trusts, and whose root was followed by others: how, and the
 * list that the newest of them signed.
 */
export const timeAnswer = signedDocument.extend({
  roots: rootChain.optional(),
  keys: signedDocument.optional(),
});
export type TimeAnswer = z.infer<typeof timeAnswer>;

/** POST entries: what central has not acknowledged yet, in order. */
export const entriesRequest = z.strictObject({
  entries: z.array(signedEntry).min(1).max(MAX_ENTRIES),
});

/** Something about an entry that a person at the depot must look at. It was kept all the same. */
export const findingCode = z.enum([
  'gap',
  'broken-chain',
  'forked',
  'bad-signature',
  'other-terminal',
  'no-such-delivery',
  'no-presence',
  'second-hand-over',
  'outside-validity',
  'after-revocation',
  'after-withdrawal',
  'was-cancelled',
  'after-wiped',
  'rolled-back',
  'missing-evidence',
  'altered-detail',
]);
export type FindingCode = z.infer<typeof findingCode>;
/**
 * Everything up to this entry is stored at central for good; label `receipt`. The hash is that of
 * the entry, null if there is none yet: by it the terminal knows that its own log is meant.
 */
export const receipt = z.strictObject({
  terminal: terminalId,
  acknowledged: sequence,
  hash: hash.nullable(),
});
export type Receipt = z.infer<typeof receipt>;

export const entriesAnswer = z.strictObject({
  receipt: signedDocument,
  findings: z.array(z.strictObject({ sequence, code: findingCode })).max(MAX_ENTRIES),
});
export type EntriesAnswer = z.infer<typeof entriesAnswer>;
export type Finding = EntriesAnswer['findings'][number];

/**
 * POST rolled-back: the terminal found its store to be an old copy. Where the keychain says that
 * its log ended (null: it has no word of any log), and where the store's ends. Answered with 204
 * once it is kept as a finding.
 */
export const rolledBackReport = z.strictObject({
  anchored: z.strictObject({ sequence, hash }).nullable(),
  stored: z.strictObject({ sequence, hash: hash.nullable() }),
});
export type RolledBackReport = z.infer<typeof rolledBackReport>;

/** What the customer's code, or the answer of the customer's token, is checked against. */
export const customerVerifier = z.discriminatedUnion('scheme', [
  sealedVerifier,
  hotpVerifier,
  totpVerifier,
  ocraVerifier,
]);
export type CustomerVerifier = z.infer<typeof customerVerifier>;

/** One delivery as the terminal gets it: one stop's parcels for one customer. */
export const manifestDelivery = z
  .strictObject({
    type: z.literal('delivery'),
    id: deliveryId,
    shortId,
    /** Whose stop it is: an item `route` came before. */
    route: routeId,
    /** The place in the route, from 1. */
    position: z.int().min(1).max(100_000),
    customer: line,
    address: z.array(line).min(1).max(4),
    /** When the driver is expected. */
    arrival: instant,
    parcels: z.array(parcelLabel).min(1).max(500),
    epoch,
    verifier: customerVerifier,
    /**
     * The customer's token, if the verifier is for one: its counters or time steps below `next` are
     * used, whichever delivery they were used for. Null for a sealed code.
     */
    token: z.strictObject({ id: tokenId, next: movingFactor }).nullable(),
    /** The dispatcher's own code for this delivery, which central alone knows. */
    override: sealedVerifier,
    /** What the depot says of the stop; absent where it says nothing. */
    instructions: instructions.optional(),
  })
  .refine(
    ({ verifier, token }) => (verifier.scheme === 'sealed') === (token === null),
    'a token exactly if the verifier is for one',
  )
  .refine(
    (item) => areNamesOf(item.instructions?.names ?? [], item.parcels),
    'a name for a parcel that is not there',
  );
export type ManifestDelivery = z.infer<typeof manifestDelivery>;

export const manifestItem = z.discriminatedUnion('type', [
  manifestDelivery,
  /** A route of one day, and its driver. A terminal may have several. */
  z.strictObject({
    type: z.literal('route'),
    id: routeId,
    name: line,
    day,
    driver: z.strictObject({ id: driverId, name: line }),
  }),
  /** What the depot decides for its terminals. */
  z.strictObject({ type: z.literal('policy'), policy }),
  /** Where the depot is in time, and whom a driver calls. */
  z.strictObject({ type: z.literal('depot'), ...depotFacts.shape }),
  /** A delivery that is over, or no longer this terminal's: what it has of it may be erased. */
  z.strictObject({ type: z.literal('withdrawn'), delivery: deliveryId }),
  /** Central's keys of the day, signed with the root key: successors, before they sign. */
  z.strictObject({ type: z.literal('keys'), keys: signedDocument }),
  /** A pass that is no longer good. */
  z.strictObject({ type: z.literal('pass-withdrawn'), once: random16 }),
  /** One of the depot's staff, anew or changed: whole, so that what it leaves out is taken away. */
  z.strictObject({ type: z.literal('staff'), ...staffMember.shape }),
  z.strictObject({ type: z.literal('staff-removed'), id: staffId }),
]);
export type ManifestItem = z.infer<typeof manifestItem>;

/** GET manifest?after=CURSOR: the changes after a cursor, oldest first; label `manifest`. */
export const manifestPage = z
  .strictObject({
    terminal: terminalId,
    after: z.int().min(0),
    cursor: z.int().min(0),
    /** How many items there are still after this page. */
    remaining: z.int().min(0),
    items: z.array(manifestItem).max(MAX_ITEMS),
  })
  .refine((page) => page.cursor >= page.after, 'the cursor runs backwards')
  .refine((page) => page.remaining === 0 || page.cursor > page.after, 'the cursor stands still');
export type ManifestPage = z.infer<typeof manifestPage>;

/** GET updates/file?name=NAME&from=BYTE: a piece of a file of the release; empty at its end. */
export const releasePiece = z.strictObject({
  from: z.int().min(0),
  bytes: z
    .string()
    .regex(/^[A-Za-z0-9_-]*$/)
    .max(700_000),
});

/** An error of central's HTTP interface (RFC 9457); `type` ends in a stable code. */
export const problem = z.object({
  type: z.string().max(200),
  title: z.string().max(200),
  status: z.int().min(400).max(599),
  detail: z.string().max(1_000).optional(),
  /** With `clock-skew`: sign again with this nonce, and your clock does not matter. */
  nonce: random16.optional(),
  /** With `unknown-terminal`: the list of central's keys, by which a terminal knows who says it. */
  keys: signedDocument.optional(),
});
export type Problem = z.infer<typeof problem>;
export const PROBLEM_BASE = 'urn:kerbside:problem:';
