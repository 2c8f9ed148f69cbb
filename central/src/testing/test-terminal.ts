import { randomBytes } from 'node:crypto';
import { signedDocument } from '../../../shared/protocol/api/signed.ts';
import {
  enrolAnswer,
  entriesAnswer,
  type Grant,
  grant,
  type ManifestDelivery,
  type ManifestPage,
  manifestPage,
  PATHS,
  receipt,
} from '../../../shared/protocol/api/terminal.ts';
import { parseDeliveryCode } from '../../../shared/protocol/code/delivery-code.ts';
import { utf8 } from '../../../shared/protocol/codec/bytes.ts';
import {
  agreementKey,
  derivePepper,
  fingerprint,
  makeSigner,
  sha256Of,
  verifySignature,
} from '../../../shared/protocol/crypto/keys.ts';
import { parseEnrolmentCode } from '../../../shared/protocol/enrolment/enrolment-code.ts';
import type {
  DepotId,
  DriverId,
  Instant,
  ParcelLabel,
  PublicKey,
  Random16,
  Sequence,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import { random16 } from '../../../shared/protocol/ids.ts';
import {
  EMPTY_LOG,
  type EntryContext,
  type LogPosition,
  makeEntry,
  signPresence,
} from '../../../shared/protocol/log/chain.ts';
import type {
  EntryContent,
  HandOverContent,
  PlainContent,
  SignedEntry,
} from '../../../shared/protocol/log/entry.ts';
import { putBeside, type Written } from '../../../shared/protocol/log/put-beside.ts';
import { NOTHING_PARTICULAR } from '../../../shared/protocol/nothing-particular.ts';
import type { Particulars } from '../../../shared/protocol/outcome.ts';
import { openPass } from '../../../shared/protocol/schemes/pass.ts';
import { trySealedCode } from '../../../shared/protocol/schemes/sealed.ts';
import type { Purpose } from '../../../shared/protocol/verdict.ts';
import { makeNativeArgon2id } from '../codes/argon2id.ts';
import { type Answer, type Forge, sendPatiently, sendSigned } from './send-signed.ts';
import { type KeyList, makeTestTrust } from './test-trust.ts';
import { tryToken } from './try-token.ts';

/** A page of the manifest was applied; central does not look at what it came to. */
export const PULLED: EntryContent & { readonly kind: 'pulled' } = {
  kind: 'pulled',
  cursor: 1,
  items: 1,
  manifest: sha256Of(new Uint8Array()),
};

/** A terminal as central sees it: signs its requests and its log, and knows its pepper. */
export type TestTerminal = ReturnType<typeof makeTestTerminal>;

const native = makeNativeArgon2id(2);

type HandOverOptions = Partial<Particulars> & {
  readonly after?: LogPosition | undefined;
  readonly parcels?: readonly ParcelLabel[];
  /** Of the entry: in 1, what is personal stands in the entry itself. */
  readonly version?: 1 | 2;
};
type PassOptions = HandOverOptions & {
  readonly route?: string;
  /** The depot that it says it belongs to. */
  readonly depot?: string;
  /** Another pass than the one that signs. */
  readonly claimsOnce?: Random16;
};

export const makeTestTerminal = (firstUrl: string, now: () => Instant) => {
  let url = firstUrl;
  const signer = makeSigner(new Uint8Array(randomBytes(32)));
  const agreementSecret = new Uint8Array(randomBytes(32));
  const agreement = agreementKey(agreementSecret);
  let id: TerminalId | null = null;
  let depotKey: PublicKey | null = null;
  let home: DepotId | null = null;
  let head: LogPosition = EMPTY_LOG;
  const trust = makeTestTrust(now);

  const send = (
    method: 'GET' | 'POST',
    path: string,
    body: unknown,
    forge: Forge = {},
  ): Promise<Answer> => {
    const keyId = id ?? fingerprint(signer.publicKey);
    return sendSigned({ url, signer, keyId, now }, method, path, body, forge);
  };

  const pepper = (): Uint8Array => {
    if (id === null || depotKey === null) throw new Error('not enrolled');
    return derivePepper(agreementSecret, depotKey, id);
  };

  const newSalt = (): Random16 => random16.parse(randomBytes(16).toString('base64url'));
  const beside = (content: PlainContent, terminal: TerminalId, { sequence }: LogPosition) =>
    putBeside(content, { terminal, sequence: (sequence + 1) as Sequence }, newSalt);

  /** Writes the entry of a hand-over, with a proof for its place in the log. */
  const append = (
    claim: Pick<HandOverContent, 'delivery' | 'epoch' | 'purpose'>,
    { after, parcels = [], version = 2, ...said }: HandOverOptions,
    proofOf: (context: EntryContext, after: LogPosition) => HandOverContent['proof'],
  ): SignedEntry => {
    if (id === null) throw new Error('not enrolled');
    const context = { terminal: id, driver: null, time: { at: now(), trust: 'wall' } } as const;
    const start = after ?? head;
    const { recipient, kept, note, strokes } = { ...NOTHING_PARTICULAR, ...said };
    const content: PlainContent = {
      kind: 'hand-over',
      ...claim,
      parcels: parcels.filter((label) => !kept.includes(label)),
      recipient,
      kept,
      note,
      strokes,
      proof: proofOf(context, start),
    };
    const written = version === 1 ? { content } : beside(content, id, start);
    const made = makeEntry(start, context, written.content, signer, written.details);
    if (after === undefined) head = made.head;
    return made.signed;
  };

  return {
    send,
    signer,
    /** Central answers at another address now. */
    moveTo: (other: string): void => {
      url = other;
    },
    /** The key list that it goes by. */
    get keys(): KeyList {
      return trust.list;
    },
    /** The root key that it trusts. */
    get root(): PublicKey {
      return trust.root;
    },
    agreement,
    get id(): TerminalId {
      if (id === null) throw new Error('not enrolled');
      return id;
    },
    get head(): LogPosition {
      return head;
    },

    enrol: async (code: string, forge: Forge = {}): Promise<Answer> => {
      const parsed = parseEnrolmentCode(code);
      if (!parsed.ok) throw new Error(parsed.error);
      const body = {
        token: parsed.value.token,
        signingKey: signer.publicKey,
        agreementKey: agreement,
        platform: 'test',
      };
      const answer = await send('POST', PATHS.enrol, body, {
        keyId: fingerprint(signer.publicKey),
        ...forge,
      });
      if (answer.status !== 200) return answer;
      const { root: shown, keys, grant: granted } = enrolAnswer.parse(answer.body);
      if (fingerprint(shown) !== parsed.value.root) throw new Error('another root key');
      trust.begin(shown, keys);
      const mine = trust.open<Grant>('grant', grant as never, granted);
      id = mine.terminal;
      home = mine.depot;
      depotKey = mine.depotAgreementKey;
      return answer;
    },

    /** Asks for the time as a terminal does that says which list of keys it has, and believes the answer. */
    askTime: () => trust.askTime((path, body) => send('POST', path, body)),

    pull: async (after: number): Promise<ManifestPage> => {
      const answer = await send('GET', `${PATHS.manifest}?after=${after}`, undefined);
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      const document = signedDocument.parse(answer.body);
      const page = trust.open<ManifestPage>('manifest', manifestPage as never, document);
      for (const item of page.items) if (item.type === 'keys') trust.takeKeys(item.keys);
      return page;
    },

    /** Makes the entry that follows in the log; `keep: false` leaves the log where it is. */
    write: (
      content: EntryContent,
      options: Pick<HandOverOptions, 'after' | 'version'> & { readonly driver?: DriverId } = {},
    ): SignedEntry => {
      if (id === null) throw new Error('not enrolled');
      const time = { at: now(), trust: 'wall' } as const;
      const context = { terminal: id, driver: options.driver ?? null, time };
      const start = options.after ?? head;
      const written: Written =
        'details' in content || options.version === 1 ? { content } : beside(content, id, start);
      const made = makeEntry(start, context, written.content, signer, written.details);
      if (options.after === undefined) head = made.head;
      return made.signed;
    },

    /**
     * Opens a delivery with a code and writes the hand-over; null if it is wrong. `opens` says
     * which verifier the code is for, `claims` what the entry says of it.
     */
    handOver: async (
      delivery: ManifestDelivery,
      code: string,
      options: HandOverOptions & { readonly opens?: Purpose; readonly claims?: Purpose } = {},
    ): Promise<SignedEntry | null> => {
      const parsed = parseDeliveryCode(utf8(code));
      if (!parsed.ok) throw new Error(parsed.error);
      const { opens = 'hand-over', claims = opens } = options;
      const verifier = opens === 'override' ? delivery.override : delivery.verifier;
      if (verifier.scheme !== 'sealed') throw new Error('the customer has a token');
      const presence = await trySealedCode(verifier, pepper(), parsed.value, native);
      if (presence === null) return null;
      const { id: named, epoch, parcels } = delivery;
      const claim = { delivery: named, epoch, purpose: claims };
      return append(claim, { parcels, ...options }, (context, after) => ({
        scheme: 'sealed',
        presence: signPresence(presence, context, after, claim),
      }));
    },

    /** Opens a delivery with a pass; what refuses the pass is thrown. */
    takePass: (text: string, options: PassOptions = {}): SignedEntry => {
      if (id === null || home === null) throw new Error('not enrolled');
      const depot = (options.depot ?? home) as DepotId;
      const here = {
        terminal: id,
        depot,
        routes: options.route === undefined ? [] : [options.route],
      };
      const opened = openPass(utf8(text), trust.list.keys, here, now(), verifySignature);
      if (opened.result !== 'valid') throw new Error(opened.result);
      const { delivery, epoch, once } = opened.pass;
      const claim = { delivery, epoch, purpose: 'hand-over' as const };
      return append(claim, options, (context, after) => ({
        scheme: 'pass',
        once: options.claimsOnce ?? once,
        presence: signPresence(opened.presence, context, after, claim),
      }));
    },

    /** Opens a delivery with what its token shows; what refuses it is thrown. */
    takeToken: (
      delivery: ManifestDelivery,
      digits: string,
      options: HandOverOptions & { readonly question?: string } = {},
    ): SignedEntry => {
      const { token, epoch } = delivery;
      if (token === null) throw new Error('the customer has no token');
      const factor = tryToken(delivery, pepper(), digits, options.question ?? null, now());
      const claim = { delivery: delivery.id, epoch, purpose: 'hand-over' as const };
      return append(claim, options, () => ({ scheme: 'oath', token: token.id, factor }));
    },

    handIn: async (entries: readonly SignedEntry[]) => {
      const answer = await sendPatiently(() => send('POST', PATHS.entries, { entries }));
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      const { receipt: signed, findings } = entriesAnswer.parse(answer.body);
      const { acknowledged } = receipt.parse(signed.document);
      return { acknowledged, findings };
    },
  };
};
