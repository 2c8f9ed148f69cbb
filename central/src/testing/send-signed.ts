import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { httpbis } from 'http-message-signatures';
import {
  contentDigest,
  REQUEST_SIGNATURE,
} from '../../../shared/protocol/api/request-signature.ts';
import { fromBase64url, toBase64url, utf8 } from '../../../shared/protocol/codec/bytes.ts';
import type { Signer } from '../../../shared/protocol/crypto/keys.ts';
import type { Instant, Random16 } from '../../../shared/protocol/ids.ts';

export const random16 = (): Random16 => toBase64url(randomBytes(16)) as Random16;

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every form.
export type Answer = { readonly status: number; readonly body: any; readonly headers: Headers };

/** What a test changes about an otherwise right request. */
export type Forge = {
  readonly created?: Instant;
  readonly nonce?: Random16;
  readonly keyId?: string;
  readonly fields?: readonly string[];
  readonly label?: string;
  /** Signed and sent instead of the body's JSON. */
  readonly text?: string;
  /** Sent instead of the body that was signed. */
  readonly sentBody?: string;
  readonly sentPath?: string;
  /** What codings of the answer it takes. */
  readonly takes?: string;
  /** Signed and sent compressed. */
  readonly packed?: true;
  /** Waits no longer for an answer. */
  readonly signal?: AbortSignal;
};

/** Who sends. */
type Sender = {
  readonly url: string;
  readonly signer: Signer;
  /** What the signature says it is checked with. */
  readonly keyId: string;
  readonly now: () => Instant;
};

/** Sends a request to central as a terminal does: signed, with a nonce. */
export const sendSigned = async (
  { url, signer, keyId, now }: Sender,
  method: 'GET' | 'POST',
  path: string,
  body: unknown,
  forge: Forge,
): Promise<Answer> => {
  const text = forge.text ?? (body === undefined ? '' : JSON.stringify(body));
  const bytes = forge.packed === undefined ? utf8(text) : new Uint8Array(gzipSync(text));
  const signed = await httpbis.signMessage(
    {
      name: forge.label ?? REQUEST_SIGNATURE.label,
      key: { sign: async (base) => Buffer.from(fromBase64url(signer.sign(base))) },
      fields: [...(forge.fields ?? REQUEST_SIGNATURE.components)],
      params: [...REQUEST_SIGNATURE.parameters],
      paramValues: {
        created: new Date(forge.created ?? now()),
        nonce: forge.nonce ?? random16(),
        keyid: forge.keyId ?? keyId,
        alg: REQUEST_SIGNATURE.algorithm,
      },
    },
    {
      method,
      url: url + path,
      headers: { 'content-digest': contentDigest(bytes), 'idempotency-key': randomUUID() },
    },
  );
  const sent = forge.sentBody === undefined ? bytes : utf8(forge.sentBody);
  const answer = await fetch(url + (forge.sentPath ?? path), {
    method,
    signal: forge.signal ?? null,
    headers: {
      ...(signed.headers as Record<string, string>),
      ...(forge.takes === undefined ? {} : { 'accept-encoding': forge.takes }),
      ...(sent.length === 0 ? {} : { 'content-type': 'application/json' }),
      ...(forge.packed === undefined ? {} : { 'content-encoding': 'gzip' }),
    },
    ...(sent.length === 0 ? {} : { body: sent as Uint8Array<ArrayBuffer> }),
  });
  const { status, headers } = answer;
  return { status, headers, body: status === 204 ? null : await answer.json() };
};

/**
 * Sends until central has room, as terminals do: a test may have more of them dock in a second than
 * there is room for.
 */
export const sendPatiently = async (send: () => Promise<Answer>): Promise<Answer> => {
  for (let tries = 0; ; tries++) {
    const answer = await send();
    const wait = Number(answer.headers.get('retry-after') ?? Number.NaN);
    if (answer.status !== 503 || !(wait > 0) || tries === 5) return answer;
    await pause(wait * 1_000);
  }
};
