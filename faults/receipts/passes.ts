import { aDelivery } from '../../electron/testing/samples.ts';
import { type CentralKey, centralKey } from '../../shared/protocol/api/signed.ts';
import { decodeBase45, encodeBase45 } from '../../shared/protocol/codec/base45.ts';
import { toBase64url, utf8 } from '../../shared/protocol/codec/bytes.ts';
import {
  makeSigner,
  type Signer,
  type VerifySignature,
} from '../../shared/protocol/crypto/keys.ts';
import type { Instant } from '../../shared/protocol/ids.ts';
import { PASS_PREFIX } from '../../shared/protocol/scan/own-prefixes.ts';
import { makePass, openPass } from '../../shared/protocol/schemes/pass.ts';
import { pass } from '../../shared/protocol/schemes/pass-payload.ts';
import { pick, type Random } from './mutate.ts';
import type { Offer } from './offer.ts';

const NOW = 1_800_000_000_000 as Instant;
const HOUR = 3_600_000;
const TERMINAL = '00000000-0000-4000-8000-000000000009';
const DEPOT = '00000000-0000-4000-8000-000000000007';
const HERE = { terminal: TERMINAL as never, depot: DEPOT as never, routes: ['14'] };

/** Passes that are good here and now, and the keys that they are checked with. */
export type PassMaterial = {
  readonly key: CentralKey;
  /** A key that is not in the list. */
  readonly stranger: Signer;
  readonly texts: readonly string[];
};

const AUDIENCES = [
  { kind: 'terminal', terminal: TERMINAL },
  { kind: 'route', depot: DEPOT, route: '14' },
  { kind: 'depot', depot: DEPOT },
];

const says = (n: number, random: Random) =>
  pass.parse({
    delivery: aDelivery(n).id,
    epoch: n + 1,
    once: toBase64url(Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256))),
    notBefore: NOW - HOUR,
    notAfter: NOW + HOUR,
    audience: pick(AUDIENCES, random),
    customer: `C-${n}`,
    name: 'R. Okafor',
    address: 'Bergmannstraße 27, 10961 Berlin',
    parcels: n + 1,
  });

const textOf = (n: number, key: CentralKey, signer: Signer, random: Random): string => {
  const made = makePass(says(n, random), key, signer);
  if (!made.ok) throw new Error(made.error);
  return made.value.text;
};

/** Makes genuine passes to be changed. */
export const makePassMaterial = (random: Random): PassMaterial => {
  const bytes = () => Uint8Array.from({ length: 32 }, () => Math.floor(random() * 256));
  const signer = makeSigner(bytes());
  const key = centralKey.parse({
    id: 'pass-1',
    purpose: 'pass',
    publicKey: signer.publicKey,
    notBefore: NOW - 24 * HOUR,
    notAfter: NOW + 24 * HOUR,
  });
  const texts = Array.from({ length: 8 }, (_, n) => textOf(n, key, signer, random));
  return { key, stranger: makeSigner(bytes()), texts };
};

/** Whether a text is taken for a pass that is good here and now. */
export const takesPass =
  ({ key }: PassMaterial, text: string, keys: readonly CentralKey[] = [key]) =>
  (verify: VerifySignature): boolean => {
    const verdict = openPass(utf8(text), keys, HERE, NOW, verify);
    if (verdict.result === 'valid') verdict.presence.wipe();
    return verdict.result === 'valid';
  };

const messageOf = (text: string): Uint8Array => {
  const message = decodeBase45(utf8(text.slice(PASS_PREFIX.length)));
  if (message === null) throw new Error('a genuine pass does not decode');
  return message;
};

const asText = (message: Uint8Array): string => PASS_PREFIX + encodeBase45(message);

/** A character of the text, a bit, a byte more or less, or the end of another pass's message. */
const changed = (material: PassMaterial, text: string, random: Random): string => {
  const message = messageOf(text);
  const place = Math.floor(random() * message.length);
  switch (Math.floor(random() * 5)) {
    case 0: {
      const at = PASS_PREFIX.length + Math.floor(random() * (text.length - PASS_PREFIX.length));
      const character = pick([...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'], random);
      return text.slice(0, at) + character + text.slice(at + 1);
    }
    case 1: {
      const bytes = message.slice();
      bytes[place] = (bytes[place] ?? 0) ^ (1 << Math.floor(random() * 8));
      return asText(bytes);
    }
    case 2:
      return asText(message.slice(0, place));
    case 3:
      return asText(Uint8Array.from([...message, Math.floor(random() * 256)]));
    default: {
      const other = messageOf(pick(material.texts, random));
      return asText(Uint8Array.from([...message.slice(0, -64), ...other.slice(-64)]));
    }
  }
};

/** A pass that must be refused: changed, by a stranger, or under a key that is not for passes. */
export const offerPass = (material: PassMaterial, random: Random): Offer => {
  const { key, stranger, texts } = material;
  const text = pick(texts, random);
  const kind = random();
  if (kind < 0.1) {
    const theirs = textOf(Math.floor(random() * 8), key, stranger, random);
    return { name: "a stranger's pass", accepts: takesPass(material, theirs) };
  }
  if (kind < 0.2) {
    const wrong = pick<CentralKey>(
      [
        { ...key, purpose: 'manifest' },
        { ...key, id: 'pass-2' },
        { ...key, notAfter: NOW },
        { ...key, notBefore: (NOW + 1) as Instant },
        { ...key, publicKey: stranger.publicKey },
      ],
      random,
    );
    return { name: 'a pass under another key', accepts: takesPass(material, text, [wrong]) };
  }
  for (;;) {
    const other = changed(material, text, random);
    // The end of its own message, or the character that stood there, is no change.
    if (texts.includes(other)) continue;
    return { name: 'a changed pass', accepts: takesPass(material, other) };
  }
};

/** Whether every genuine pass is taken. */
export const takesGenuinePasses = (material: PassMaterial, verify: VerifySignature): boolean =>
  material.texts.every((text) => takesPass(material, text)(verify));
