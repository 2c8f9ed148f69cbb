import { httpbis } from 'http-message-signatures';
import { z } from 'zod';
import { contentDigest, REQUEST_SIGNATURE } from '../../shared/protocol/api/request-signature.ts';
import {
  centralKey,
  type DocumentLabel,
  findCentralKey,
  isNewerList,
  keyPurpose,
  openDocument,
  signDocument,
  signedDocument,
} from '../../shared/protocol/api/signed.ts';
import { fromBase64url, utf8 } from '../../shared/protocol/codec/bytes.ts';
import { makeSigner, verifySignature } from '../../shared/protocol/crypto/keys.ts';
import { depotId, instant, publicKey, terminalId } from '../../shared/protocol/ids.ts';
import { makePass, openPass } from '../../shared/protocol/schemes/pass.ts';
import { pass } from '../../shared/protocol/schemes/pass-payload.ts';
import { stillCounts } from '../../shared/protocol/verify/still-counts.ts';
import { bytes, type Input, read, text, type VectorFunction, whole } from '../vector.ts';
import { chainIn } from './roots.ts';

const label = z.enum([
  'keys',
  'grant',
  'time',
  'manifest',
  'receipt',
]) satisfies z.ZodType<DocumentLabel>;

const here = z.strictObject({
  terminal: terminalId,
  depot: depotId,
  routes: z.array(z.string()),
});

/** Signs a request with the library that terminal and central use, by the profile of shared/protocol/api. */
const signRequest = async (input: Input) => {
  const signer = makeSigner(bytes(input, 'seed'));
  let base = '';
  const signed = await httpbis.signMessage(
    {
      name: REQUEST_SIGNATURE.label,
      key: {
        sign: async (message) => {
          base = message.toString('utf8');
          return Buffer.from(fromBase64url(signer.sign(message)));
        },
      },
      fields: [...REQUEST_SIGNATURE.components],
      params: [...REQUEST_SIGNATURE.parameters],
      paramValues: {
        created: new Date(whole(input, 'created') * 1_000),
        nonce: text(input, 'nonce'),
        keyid: text(input, 'keyid'),
        alg: REQUEST_SIGNATURE.algorithm,
      },
    },
    {
      method: text(input, 'method'),
      url: text(input, 'url'),
      headers: {
        'content-digest': contentDigest(utf8(text(input, 'body'))),
        'idempotency-key': text(input, 'idempotencyKey'),
      },
    },
  );
  const headers: Readonly<Record<string, unknown>> = signed.headers;
  return {
    base,
    contentDigest: headers['content-digest'],
    signatureInput: headers['Signature-Input'],
    signature: headers['Signature'],
  };
};

/** Signs a request as RFC 9421 says, with any components: for that document's own example. */
const signMessage = async (input: Input) => {
  const signer = makeSigner(bytes(input, 'seed'));
  const label = text(input, 'label');
  const signed = await httpbis.signMessage(
    {
      name: label,
      key: { sign: async (base) => Buffer.from(fromBase64url(signer.sign(base))) },
      fields: read(input, 'components', z.array(z.string())),
      params: ['created', 'keyid'],
      paramValues: {
        created: new Date(whole(input, 'created') * 1_000),
        keyid: text(input, 'keyid'),
      },
    },
    {
      method: text(input, 'method'),
      url: text(input, 'url'),
      headers: read(input, 'headers', z.record(z.string(), z.string())),
    },
  );
  const headers: Readonly<Record<string, unknown>> = signed.headers;
  return { signatureInput: headers['Signature-Input'], signature: headers['Signature'] };
};

/** What central signs, requests to it, and passes. */
export const CENTRAL: Readonly<Record<string, VectorFunction>> = {
  'sign-document': (input) => {
    const signer = makeSigner(bytes(input, 'seed'));
    const [kind, keyId] = [read(input, 'label', label), text(input, 'keyId')];
    return { ...signDocument(kind, keyId, signer, input['document']) };
  },
  'open-document': (input) => {
    const opened = openDocument(
      read(input, 'label', label),
      z.unknown(),
      read(input, 'signed', signedDocument),
      read(input, 'key', publicKey),
      verifySignature,
    );
    return opened.ok ? { document: opened.value } : { error: opened.error };
  },
  'find-key': (input) => {
    const key = findCentralKey(
      read(input, 'keys', z.array(centralKey)),
      text(input, 'id'),
      read(input, 'purpose', keyPurpose),
      read(input, 'now', instant),
    );
    return key === null ? { error: 'unknown-key' } : { publicKey: key };
  },
  'take-key-list': (input) => {
    const trust = {
      root: read(input, 'root', publicKey),
      keys: read(input, 'had', signedDocument),
    };
    const newer = isNewerList(trust, read(input, 'given', signedDocument), verifySignature);
    return newer.ok ? { newer: newer.value } : { error: newer.error };
  },
  'still-counts': (input) => {
    const ground = {
      root: read(input, 'root', publicKey),
      ...chainIn(input, 'roots'),
      keys: read(input, 'keys', signedDocument),
      keyId: text(input, 'keyId'),
    };
    const later = {
      root: read(input, 'laterRoot', publicKey),
      ...chainIn(input, 'laterRoots'),
      keys: read(input, 'later', signedDocument),
    };
    const counts = stillCounts(ground, later, verifySignature);
    return counts.ok ? { ok: true } : { error: counts.error };
  },
  'sign-message': signMessage,
  'sign-request': signRequest,
  'make-pass': (input) => {
    const made = makePass(
      read(input, 'pass', pass),
      read(input, 'key', centralKey),
      makeSigner(bytes(input, 'seed')),
    );
    return made.ok ? { ...made.value } : { error: made.error };
  },
  'open-pass': (input) => {
    const keys = read(input, 'keys', z.array(centralKey));
    const now = read(input, 'now', instant);
    const given = input['bytes'] === undefined ? utf8(text(input, 'text')) : bytes(input, 'bytes');
    const opened = openPass(given, keys, read(input, 'here', here), now, verifySignature);
    if (opened.result === 'valid') {
      return { pass: opened.pass, presenceKey: opened.presence.publicKey };
    }
    const { result, ...detail } = opened;
    return { error: result, ...detail };
  },
  'read-pass': (input) =>
    pass.safeParse(input['pass']).success ? { ok: true } : { error: 'malformed' },
};
