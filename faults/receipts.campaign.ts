import canonicalize from 'canonicalize';
import { nativeVerify } from '../central/src/keys/native-verify.ts';
import { openDocument } from '../shared/protocol/api/signed.ts';
import { utf8 } from '../shared/protocol/codec/bytes.ts';
import {
  makeSigner,
  type VerifySignature,
  verifySignature,
} from '../shared/protocol/crypto/keys.ts';
import { checkEntry, provesPresence } from '../shared/protocol/log/chain.ts';
import { type Campaign, type Control, makeRandom, type Report } from './campaign.ts';
import { type Material, makeMaterial } from './receipts/material.ts';
import type { Offer } from './receipts/offer.ts';
import { makeOffer } from './receipts/offers.ts';
import { takesGenuinePasses } from './receipts/passes.ts';

/** How long one lot may take before the event loop gets a turn. */
const LOT = 250;

/** Without labels, what was signed for one purpose is good for every other. */
const withoutLabels = (verify: VerifySignature): Control => {
  const signer = makeSigner(new Uint8Array(32).fill(3));
  const bytes = (document: unknown): Uint8Array => utf8(canonicalize(document) ?? '');
  const time = { terminal: 't', nonce: 'n', time: 1 };
  const signature = signer.sign(bytes(time));
  const asReceipt = verify(signer.publicKey, bytes(time), signature);
  const labelled = openDocument(
    'receipt',
    { safeParse: () => ({ success: true }) } as never,
    { keyId: 'k', document: time, signature },
    signer.publicKey,
    verify,
  ).ok;
  return { without: 'labels: a time offered as a receipt', found: asReceipt && !labelled };
};

/** A verifier that says yes to everything must be caught by the first offer. */
const withoutVerification = (material: Material): Control => {
  const offer = makeOffer(material, makeRandom(1));
  const everything: VerifySignature = () => true;
  const links = material.log.every(
    ({ after, signed }) =>
      checkEntry(after, signed, material.terminal, material.signer.publicKey, everything) === null,
  );
  let caught = offer.accepts(everything);
  for (let seed = 2; !caught && seed < 50; seed++) {
    caught = makeOffer(material, makeRandom(seed)).accepts(everything);
  }
  return { without: 'a verifier that looks at signatures', found: caught && links };
};

/** What is genuine must be taken, or refusing everything would pass. */
const takesGenuine = ({ log, papers, passes, presence, signer, terminal }: Material): boolean =>
  [verifySignature, nativeVerify].every(
    (verify) =>
      log.every(({ after, signed }) => {
        const { content } = signed.entry;
        return (
          checkEntry(after, signed, terminal, signer.publicKey, verify) === null &&
          (content.kind !== 'hand-over' ||
            provesPresence(signed.entry, content, presence.publicKey, verify))
        );
      }) &&
      takesGenuinePasses(passes, verify) &&
      papers.every(
        ({ label, schema, signed, key }) => openDocument(label, schema, signed, key, verify).ok,
      ),
  );

/** Offers one thing to both verifiers. */
export const judgeOffer = (
  { accepts }: Offer,
  portable: VerifySignature = verifySignature,
  native: VerifySignature = nativeVerify,
): 'refused' | 'accepted' | 'portable-only' | 'native-only' => {
  const [one, other] = [accepts(portable), accepts(native)];
  if (one !== other) return one ? 'portable-only' : 'native-only';
  return one ? 'accepted' : 'refused';
};

export const campaign: Campaign = {
  name: 'receipts',
  about: 'Changed hand-overs, proofs, passes and documents, offered to both verifiers',
  runs: { release: 100_000, ci: 8_000 },
  run: async ({ runs, seed, say }): Promise<Report> => {
    const random = makeRandom(seed);
    const material = makeMaterial(random);
    const total = { lost: 0, duplicated: 0, false_accepts: 0, undetected: 0, crashes: 0 };
    const tally = new Map<string, number>();
    const controls = [withoutLabels(verifySignature), withoutVerification(material)];
    const genuine = { without: 'a change', found: takesGenuine(material) };
    let said = performance.now();
    for (let run = 0; run < runs; run++) {
      const offer = makeOffer(material, random);
      try {
        const judged = judgeOffer(offer);
        if (judged !== 'refused') {
          const key = `${offer.name}: ${judged}`;
          tally.set(key, (tally.get(key) ?? 0) + 1);
          if (judged === 'accepted') total.false_accepts++;
          else total.undetected++;
        }
      } catch (error) {
        total.crashes++;
        const key = `${offer.name}: ${error instanceof Error ? error.message : String(error)}`;
        tally.set(key, (tally.get(key) ?? 0) + 1);
      }
      if (run % LOT === 0) await new Promise((resolve) => setImmediate(resolve));
      if (performance.now() - said < 1_000) continue;
      said = performance.now();
      say(`receipts: ${run + 1} of ${runs}`);
    }
    const notes = [...tally].map(([what, times]) => `${what}, ${times} times`);
    return { runs, ...total, controls: [...controls, genuine], notes };
  },
};
