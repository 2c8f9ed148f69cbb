import { randomBytes, randomUUID } from 'node:crypto';
import { httpbis } from 'http-message-signatures';
import { contentDigest, REQUEST_SIGNATURE } from '../../../shared/api/request-signature.ts';
import {
  keyList,
  openDocument,
  type SignedDocument,
  signedDocument,
} from '../../../shared/api/signed.ts';
import {
  enrolAnswer,
  entriesAnswer,
  grant,
  type ManifestDelivery,
  type ManifestPage,
  manifestPage,
  PATHS,
  receipt,
} from '../../../shared/api/terminal.ts';
import { fromBase64url, toBase64url, utf8 } from '../../../shared/bytes.ts';
import { parseDeliveryCode } from '../../../shared/code/delivery-code.ts';
import {
  agreementKey,
  derivePepper,
  fingerprint,
  makeSigner,
  verifySignature,
} from '../../../shared/crypto/keys.ts';
import { parseEnrolmentCode } from '../../../shared/enrolment/enrolment-code.ts';
import type { DriverId, Instant, PublicKey, Random16, TerminalId } from '../../../shared/ids.ts';
import { EMPTY_LOG, type LogPosition, makeEntry, signPresence } from '../../../shared/log/chain.ts';
import type { EntryContent, SignedEntry } from '../../../shared/log/entry.ts';
import { trySealedCode } from '../../../shared/schemes/sealed.ts';
import type { Purpose } from '../../../shared/verdict.ts';
import { makeNativeArgon2id } from '../codes/argon2id.ts';

export const random16 = (): Random16 => toBase64url(randomBytes(16)) as Random16;

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every form.
export type Answer = { readonly status: number; readonly body: any };

/** What a test changes about an otherwise right request. */
export type Forge = {
  readonly created?: Instant;
  readonly nonce?: Random16;
  readonly keyId?: string;
  readonly fields?: readonly string[];
  readonly label?: string;
  /** Sent instead of the body that was signed. */
  readonly sentBody?: string;
  readonly sentPath?: string;
};

/** A terminal as central sees it: signs its requests and its log, and knows its pepper. */
export type TestTerminal = ReturnType<typeof makeTestTerminal>;

const native = makeNativeArgon2id(2);

export const makeTestTerminal = (url: string, now: () => Instant) => {
  const signer = makeSigner(new Uint8Array(randomBytes(32)));
  const agreementSecret = new Uint8Array(randomBytes(32));
  const agreement = agreementKey(agreementSecret);
  let id: TerminalId | null = null;
  let depotKey: PublicKey | null = null;
  let manifestKey: PublicKey | null = null;
  let head: LogPosition = EMPTY_LOG;

  const send = async (
    method: 'GET' | 'POST',
    path: string,
    body: unknown,
    forge: Forge = {},
  ): Promise<Answer> => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const signed = await httpbis.signMessage(
      {
        name: forge.label ?? REQUEST_SIGNATURE.label,
        key: { sign: async (base) => Buffer.from(fromBase64url(signer.sign(base))) },
        fields: [...(forge.fields ?? REQUEST_SIGNATURE.components)],
        params: [...REQUEST_SIGNATURE.parameters],
        paramValues: {
          created: new Date(forge.created ?? now()),
          nonce: forge.nonce ?? random16(),
          keyid: forge.keyId ?? id ?? fingerprint(signer.publicKey),
          alg: REQUEST_SIGNATURE.algorithm,
        },
      },
      {
        method,
        url: url + path,
        headers: { 'content-digest': contentDigest(utf8(text)), 'idempotency-key': randomUUID() },
      },
    );
    const sent = forge.sentBody ?? text;
    const answer = await fetch(url + (forge.sentPath ?? path), {
      method,
      headers: {
        ...(signed.headers as Record<string, string>),
        ...(sent === '' ? {} : { 'content-type': 'application/json' }),
      },
      ...(sent === '' ? {} : { body: sent }),
    });
    return { status: answer.status, body: answer.status === 204 ? null : await answer.json() };
  };

  const open = <T>(label: 'manifest' | 'grant', schema: never, document: SignedDocument): T => {
    if (manifestKey === null) throw new Error('not enrolled');
    const opened = openDocument<T>(label, schema, document, manifestKey, verifySignature);
    if (!opened.ok) throw new Error(opened.error);
    return opened.value;
  };

  return {
    send,
    signer,
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
      const { root, keys, grant: granted } = enrolAnswer.parse(answer.body);
      if (fingerprint(root) !== parsed.value.root) throw new Error('another root key');
      const list = openDocument('keys', keyList, keys, root, verifySignature);
      if (!list.ok) throw new Error(list.error);
      manifestKey = list.value.keys.find((key) => key.purpose === 'manifest')?.publicKey ?? null;
      const mine = open<{ terminal: TerminalId; depotAgreementKey: PublicKey }>(
        'grant',
        grant as never,
        granted,
      );
      id = mine.terminal;
      depotKey = mine.depotAgreementKey;
      return answer;
    },

    pull: async (after: number): Promise<ManifestPage> => {
      const answer = await send('GET', `${PATHS.manifest}?after=${after}`, undefined);
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return open('manifest', manifestPage as never, signedDocument.parse(answer.body));
    },

    /** Makes the entry that follows in the log; `keep: false` leaves the log where it is. */
    write: (
      content: EntryContent,
      options: { readonly after?: LogPosition; readonly driver?: DriverId } = {},
    ): SignedEntry => {
      if (id === null) throw new Error('not enrolled');
      const time = { at: now(), trust: 'wall' } as const;
      const context = { terminal: id, driver: options.driver ?? null, time };
      const made = makeEntry(options.after ?? head, context, content, signer);
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
      options: {
        readonly after?: LogPosition | undefined;
        readonly opens?: Purpose;
        readonly claims?: Purpose;
      } = {},
    ): Promise<SignedEntry | null> => {
      if (id === null || depotKey === null) throw new Error('not enrolled');
      const parsed = parseDeliveryCode(utf8(code));
      if (!parsed.ok) throw new Error(parsed.error);
      const pepper = derivePepper(agreementSecret, depotKey, id);
      const { after, opens = 'hand-over', claims = opens } = options;
      const verifier = opens === 'override' ? delivery.override : delivery.verifier;
      const presence = await trySealedCode(verifier, pepper, parsed.value, native);
      if (presence === null) return null;
      const context = { terminal: id, driver: null, time: { at: now(), trust: 'wall' } } as const;
      const claim = { delivery: delivery.id, epoch: delivery.epoch, purpose: claims };
      const start = after ?? head;
      const made = makeEntry(
        start,
        context,
        {
          kind: 'hand-over',
          scheme: 'sealed',
          ...claim,
          parcels: delivery.parcels,
          presence: signPresence(presence, context, start, claim),
        },
        signer,
      );
      if (after === undefined) head = made.head;
      return made.signed;
    },

    handIn: async (entries: readonly SignedEntry[]) => {
      const answer = await send('POST', PATHS.entries, { entries });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      const { receipt: signed, findings } = entriesAnswer.parse(answer.body);
      const { acknowledged } = receipt.parse(signed.document);
      return { acknowledged, findings };
    },
  };
};
