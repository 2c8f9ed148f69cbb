import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import {
  type DocumentLabel,
  openDocument,
  signedDocument,
} from '../../shared/protocol/api/signed.ts';
import { labelled } from '../../shared/protocol/codec/canonical.ts';
import type { VerifySignature } from '../../shared/protocol/crypto/keys.ts';
import type { PublicKey, Signature } from '../../shared/protocol/ids.ts';
import { checkEntry, provesPresence } from '../../shared/protocol/log/chain.ts';
import { type SignedEntry, signedEntry } from '../../shared/protocol/log/entry.ts';
import type { Link, Material } from './material.ts';
import {
  changeLeaf,
  changeShape,
  flipBit,
  pick,
  type Random,
  respell,
  swapLeaves,
} from './mutate.ts';
import type { Offer } from './offer.ts';
import { offerPass } from './passes.ts';
import { strangeSignature } from './strange-points.ts';

const LABELS: readonly DocumentLabel[] = ['keys', 'grant', 'time', 'manifest', 'receipt'];
const MUTATIONS = [changeLeaf, swapLeaves, changeShape] as const;

/** Changes a value until it is another one. */
const mutate = (value: unknown, random: Random): unknown => {
  for (;;) {
    const mutated = pick(MUTATIONS, random)(value, random);
    if (!isDeepStrictEqual(mutated, value)) return mutated;
  }
};

const takesEntry =
  (
    { after }: Pick<Link, 'after'>,
    signed: unknown,
    { terminal }: Pick<Material, 'terminal'>,
    key: PublicKey,
  ) =>
  (verify: VerifySignature): boolean => {
    const parsed = signedEntry.safeParse(signed);
    return parsed.success && checkEntry(after, parsed.data, terminal, key, verify) === null;
  };

const takesPresence =
  (entry: unknown, key: PublicKey) =>
  (verify: VerifySignature): boolean => {
    const parsed = signedEntry.shape.entry.safeParse(entry);
    if (!parsed.success || parsed.data.content.kind !== 'hand-over') return false;
    return provesPresence(parsed.data, parsed.data.content, key, verify);
  };

const offerEntry = (material: Material, random: Random): Offer => {
  const link = pick(material.log, random);
  const { signed } = link;
  const key = material.signer.publicKey;
  switch (Math.floor(random() * 5)) {
    case 0: {
      const changed = { ...signed, entry: mutate(signed.entry, random) };
      return { name: 'a changed entry', accepts: takesEntry(link, changed, material, key) };
    }
    case 1: {
      const changed = { ...signed, signature: flipBit(signed.signature, random) };
      return { name: "an entry's signature", accepts: takesEntry(link, changed, material, key) };
    }
    case 2: {
      const others = material.log.filter((other) => other !== link);
      const place = pick(others, random);
      return {
        name: 'an entry in another place',
        accepts: takesEntry(place, signed, material, key),
      };
    }
    case 3: {
      const other = pick(
        material.log.filter((one) => one !== link),
        random,
      ).signed.signature;
      const moved: SignedEntry = { ...signed, signature: other };
      return {
        name: "another entry's signature",
        accepts: takesEntry(link, moved, material, key),
      };
    }
    default: {
      const stranger = pick([...material.strangers, flipBit(key, random) as PublicKey], random);
      return {
        name: 'an entry under another key',
        accepts: takesEntry(link, signed, material, stranger),
      };
    }
  }
};

/** What the code's signature does not cover: the terminal's own signature stands for the rest. */
const NOT_COVERED = new Set(['parcels', 'recipient', 'kept', 'note', 'strokes', 'proof']);
const isCovered = (before: SignedEntry['entry'], after: unknown): boolean => {
  const parsed = signedEntry.shape.entry.safeParse(after);
  if (!parsed.success) return true;
  const strip = ({ content, time, ...rest }: SignedEntry['entry']) => ({
    ...rest,
    at: time.at,
    presence:
      content.kind === 'hand-over' && content.proof.scheme !== 'oath' && content.proof.presence,
    content: Object.fromEntries(Object.entries(content).filter(([name]) => !NOT_COVERED.has(name))),
  });
  return !isDeepStrictEqual(strip(before), strip(parsed.data));
};

const offerPresence = (material: Material, random: Random): Offer => {
  const handOvers = material.log.filter(({ signed }) => signed.entry.content.kind === 'hand-over');
  const { entry } = pick(handOvers, random).signed;
  const key = material.presence.publicKey;
  const kind = random();
  if (kind < 0.2) {
    const stranger = pick([material.signer.publicKey, ...material.strangers], random);
    return { name: 'a proof under another key', accepts: takesPresence(entry, stranger) };
  }
  if (kind < 0.4) {
    const other = pick(handOvers, random).signed.entry;
    if (other === entry || other.content.kind !== 'hand-over')
      return offerPresence(material, random);
    const moved = { ...entry, content: { ...entry.content, proof: other.content.proof } };
    return { name: "another hand-over's proof", accepts: takesPresence(moved, key) };
  }
  for (;;) {
    const changed = mutate(entry, random);
    if (!isCovered(entry, changed)) continue;
    return { name: 'a changed hand-over', accepts: takesPresence(changed, key) };
  }
};

const offerPaper = (material: Material, random: Random): Offer => {
  const { label, schema, signed, key } = pick(material.papers, random);
  const takes =
    (offered: unknown, as: DocumentLabel, form: z.ZodType, by: PublicKey) =>
    (verify: VerifySignature): boolean => {
      const parsed = signedDocument.safeParse(offered);
      return parsed.success && openDocument(as, form, parsed.data, by, verify).ok;
    };
  switch (Math.floor(random() * 4)) {
    case 0: {
      const changed = { ...signed, document: mutate(signed.document, random) };
      return { name: `a changed ${label}`, accepts: takes(changed, label, schema, key) };
    }
    case 1: {
      const changed = { ...signed, signature: flipBit(signed.signature, random) };
      return { name: `a ${label}'s signature`, accepts: takes(changed, label, schema, key) };
    }
    case 2: {
      const others = LABELS.filter((other) => other !== label);
      return {
        name: `a ${label} as another document`,
        accepts: takes(signed, pick(others, random), z.unknown(), key),
      };
    }
    default: {
      const stranger = pick([...material.strangers, flipBit(key, random) as PublicKey], random);
      return {
        name: `a ${label} under another key`,
        accepts: takes(signed, label, schema, stranger),
      };
    }
  }
};

/** What reaches the verifiers themselves: other spellings of the same bytes, and strange points. */
const offerRaw = (material: Material, random: Random): Offer => {
  const { entry, signature } = pick(material.log, random).signed;
  const message = labelled('kerbside/v1/entry', entry);
  const key = material.signer.publicKey;
  const kind = random();
  if (kind < 0.1) {
    const spelled = respell(signature, random) as Signature;
    return {
      name: 'another spelling of a signature',
      accepts: (verify) => verify(key, message, spelled),
    };
  }
  if (kind < 0.2) {
    const spelled = respell(key, random) as PublicKey;
    return {
      name: 'another spelling of a key',
      accepts: (verify) => verify(spelled, message, signature),
    };
  }
  const strange = strangeSignature(random, { key, message, signature });
  return {
    name: strange.name,
    accepts: (verify) => verify(strange.key, strange.message, strange.signature),
  };
};

/** The next thing to offer. */
export const makeOffer = (material: Material, random: Random): Offer =>
  pick(
    [
      offerEntry,
      offerEntry,
      offerPresence,
      offerPresence,
      offerPaper,
      offerPaper,
      offerRaw,
      ({ passes }: Material, by: Random) => offerPass(passes, by),
    ],
    random,
  )(material, random);
