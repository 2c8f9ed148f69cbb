import { argon2Sync } from 'node:crypto';
import type { Input, Output, VectorFunction } from '../vector.ts';
import {
  b64url,
  fromB64url,
  hex,
  hkdf,
  labelled,
  lp,
  mac,
  publicOf,
  sha256,
  signWith,
  verifies,
} from './primitives.ts';
import { knownBy } from './roots.ts';

type After = { readonly sequence: number; readonly hash: string } | null;

const statement = (context: Input, after: After, claim: Input): Buffer =>
  labelled(String(claim['purpose']), {
    delivery: claim['delivery'],
    epoch: claim['epoch'],
    terminal: context['terminal'],
    driver: context['driver'],
    time: (context['time'] as Input)['at'],
    sequence: (after?.sequence ?? 0) + 1,
    previous: after?.hash ?? null,
  });

const checkEntry = (input: Input): Output => {
  const { entry, signature } = input['signed'] as { entry: Input; signature: string };
  const after = input['after'] as After;
  if (entry['terminal'] !== input['terminal']) return { error: 'other-terminal' };
  const key = fromB64url(input['signingKey']);
  if (!verifies(key, labelled('entry', entry), fromB64url(signature))) {
    return { error: 'bad-signature' };
  }
  if (entry['sequence'] !== (after?.sequence ?? 0) + 1) return { error: 'gap' };
  return entry['previous'] === (after?.hash ?? null) ? { ok: true } : { error: 'broken-chain' };
};

/** A receipt is for this log if it names an entry of it by its hash, or nothing by none. */
const takeReceipt = (input: Input): Output => {
  const { acknowledged, hash } = input['receipt'] as { acknowledged: number; hash: string | null };
  const hashes = new Map<number, string | null>([[0, null]]);
  for (const { entry } of input['log'] as { entry: Input }[]) {
    hashes.set(Number(entry['sequence']), b64url(sha256(labelled('entry', entry))));
  }
  const isOurs = hashes.has(acknowledged) && hashes.get(acknowledged) === hash;
  if (!isOurs && acknowledged > 0 && hash !== null) {
    return { error: 'log-refused', acknowledged, hash };
  }
  const taken = acknowledged - Number(input['before']);
  return isOurs && taken !== 0 ? { taken } : { error: 'hand-in-refused' };
};

/** The instant at which the root signed a list, the signature alone being looked at; null: it did not. */
const issuedBy = (root: unknown, list: Input): number | null => {
  const { document, signature } = list;
  const signed = labelled('keys', document);
  if (!verifies(fromB64url(root), signed, fromB64url(signature))) return null;
  return Number((document as Input)['issued']);
};

/** A list comes in the place of the one before if the root signed it, and later. */
const takeKeyList = (input: Input): Output => {
  const [had, given] = [input['had'] as Input, input['given'] as Input];
  const issued = issuedBy(input['root'], given);
  if (issued === null) return { error: 'bad-signature' };
  return { newer: issued > (issuedBy(input['root'], had) ?? Number.NEGATIVE_INFINITY) };
};

/** What a list from elsewhere says of the key that a file rests on. */
const stillCounts = (input: Input): Output => {
  const [own, later] = [input['keys'] as Input, input['later'] as Input];
  const { root, laterRoot, laterRoots } = input;
  const path = knownBy({ root: laterRoot, roots: laterRoots });
  if (path === null) return { error: 'bad-keys' };
  if (!path.includes(root)) return { error: 'other-root' };
  const [then, now] = [issuedBy(root, own), issuedBy(laterRoot, later)];
  if (then === null || now === null) return { error: 'bad-keys' };
  if (now < then) return { error: 'older-list' };
  const named = (list: Input): Input | undefined =>
    ((list['document'] as Input)['keys'] as Input[]).find((key) => key['id'] === input['keyId']);
  const used = named(own);
  if (used === undefined) return { error: 'unknown-key' };
  const isThere = named(later)?.['publicKey'] === used['publicKey'];
  const isOver = Number(used['notAfter']) <= now;
  return isThere || isOver ? { ok: true } : { error: 'ended' };
};

/** The signature base, line by line as RFC 9421, section 2.5, has it. */
const signRequest = (input: Input): Output => {
  const url = new URL(String(input['url']));
  const digest = sha256(Buffer.from(String(input['body']))).toString('base64');
  const parameters =
    '("@method" "@authority" "@path" "@query" "content-digest" "idempotency-key")' +
    `;created=${input['created']};nonce="${input['nonce']}";keyid="${input['keyid']}";alg="ed25519"`;
  const base = [
    `"@method": ${input['method']}`,
    `"@authority": ${url.host}`,
    `"@path": ${url.pathname}`,
    `"@query": ${url.search === '' ? '?' : url.search}`,
    `"content-digest": sha-256=:${digest}:`,
    `"idempotency-key": ${input['idempotencyKey']}`,
    `"@signature-params": ${parameters}`,
  ].join('\n');
  const signature = signWith(hex(input['seed']), Buffer.from(base)).toString('base64');
  return {
    base,
    contentDigest: `sha-256=:${digest}:`,
    signatureInput: `kerbside=${parameters}`,
    signature: `kerbside=:${signature}:`,
  };
};

const rfc5869 = (input: Input): Output => {
  const [ikm, salt, info] = ['ikm', 'salt', 'info'].map((name) => hex(input[name]));
  if (ikm === undefined || salt === undefined || info === undefined) return {};
  return {
    prk: mac('sha256', salt.length === 0 ? Buffer.alloc(32) : salt, ikm).toString('hex'),
    okm: hkdf(ikm, salt, info, Number(input['length'])).toString('hex'),
  };
};

const trustedTime = (input: Input): Output => {
  const anchor = input['anchor'] as Input | null;
  const boot = input['boot'] as Input;
  const elapsed = Number(boot['elapsedMs']) - Number(anchor?.['elapsedMs']);
  const now =
    anchor !== null && anchor['bootId'] === boot['bootId'] && elapsed >= 0
      ? { at: Math.floor(Number(anchor['centralTime']) + elapsed), trust: 'central' }
      : { at: Number(input['wall']), trust: 'wall' };
  const newest = input['newestEntry'] as number | null;
  return newest !== null && newest > now.at ? { at: newest, trust: 'log' } : now;
};

/** The log, signed documents, requests, and primitives as RFCs show them, once more. */
export const RECORDS: Readonly<Record<string, VectorFunction>> = {
  'hkdf-sha256': rfc5869,
  ed25519: (input) => {
    const [seed, message] = [hex(input['seed']), hex(input['message'])];
    const [key, signature] = [publicOf('ed25519', seed), signWith(seed, message)];
    return {
      publicKey: key.toString('hex'),
      signature: signature.toString('hex'),
      verified: verifies(key, message, signature),
    };
  },
  argon2id: (input) => ({
    tag: argon2Sync('argon2id', {
      message: hex(input['password']),
      nonce: hex(input['salt']),
      secret: hex(input['secret']),
      associatedData: hex(input['associatedData']),
      memory: Number(input['memoryKiB']),
      passes: Number(input['passes']),
      parallelism: Number(input['lanes']),
      tagLength: Number(input['length']),
    }).toString('hex'),
  }),
  'take-receipt': takeReceipt,
  'length-prefixed': (input) => {
    const parts = input['parts'] as Input[];
    const bytes = lp(...parts.map((p) => ('text' in p ? String(p['text']) : hex(p['hex']))));
    return { bytes: bytes.toString('hex') };
  },
  labelled: (input) => {
    const bytes = labelled(String(input['label']), input['value']);
    return { bytes: bytes.toString('hex'), sha256: sha256(bytes).toString('hex') };
  },
  'trusted-time': trustedTime,
  'sign-entry': (input) => {
    const after = input['after'] as After;
    const context = input['context'] as Input;
    const entry = {
      version: (input['content'] as Input)['details'] === undefined ? 1 : 2,
      ...context,
      sequence: (after?.sequence ?? 0) + 1,
      previous: after?.hash ?? null,
      content: input['content'],
    };
    const signed = labelled('entry', entry);
    const signature = b64url(signWith(hex(input['seed']), signed));
    return {
      signed: signed.toString('hex'),
      entry: { entry, signature },
      hash: b64url(sha256(signed)),
    };
  },
  'check-entry': checkEntry,
  'sign-presence': (input) => {
    const after = input['after'] as After;
    const signed = statement(input['context'] as Input, after, input['claim'] as Input);
    const seed = hex(input['presenceSeed']);
    return {
      signed: signed.toString('hex'),
      presence: b64url(signWith(seed, signed)),
      presenceKey: b64url(publicOf('ed25519', seed)),
    };
  },
  'proves-presence': (input) => {
    const { entry } = input['signed'] as { entry: Input };
    const content = entry['content'] as Input;
    if (content['kind'] !== 'hand-over') return { error: 'no-hand-over' };
    const before = { sequence: Number(entry['sequence']) - 1, hash: entry['previous'] } as After;
    const signed = statement(entry, before, content);
    const { presence } = content['proof'] as Input;
    // A token's code has no such signature.
    if (presence === undefined) return { error: 'no-presence' };
    return verifies(fromB64url(input['presenceKey']), signed, fromB64url(presence))
      ? { ok: true }
      : { error: 'no-presence' };
  },
  'sign-document': (input) => {
    const signed = labelled(String(input['label']), input['document']);
    return {
      keyId: input['keyId'],
      document: input['document'],
      signature: b64url(signWith(hex(input['seed']), signed)),
    };
  },
  'open-document': (input) => {
    const { document, signature } = input['signed'] as Input;
    const signed = labelled(String(input['label']), document);
    return verifies(fromB64url(input['key']), signed, fromB64url(signature))
      ? { document }
      : { error: 'bad-signature' };
  },
  'find-key': (input) => {
    const now = Number(input['now']);
    const key = (input['keys'] as Input[])
      .filter((k) => k['id'] === input['id'] && k['purpose'] === input['purpose'])
      .find((k) => Number(k['notBefore']) <= now && now < Number(k['notAfter']));
    return key === undefined ? { error: 'unknown-key' } : { publicKey: key['publicKey'] };
  },
  'take-key-list': takeKeyList,
  'still-counts': stillCounts,
  'sign-request': signRequest,
};
