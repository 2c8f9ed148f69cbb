import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBase64url } from '../codec/bytes.ts';
import { makeSigner, verifySignature } from '../crypto/keys.ts';
import type { DeliveryId, Epoch, Instant, Random16, Sequence, TerminalId } from '../ids.ts';
import { driverNote, type Recipient, recipientPlace, type Strokes } from '../outcome.ts';
import { checkEntry, EMPTY_LOG, hashEntry, makeEntry } from './chain.ts';
import { DETAIL_NAMES, type DetailName, type Details, hashDetail } from './details.ts';
import { type PlainContent, type SignedEntry, signedEntry } from './entry.ts';
import { putBeside } from './put-beside.ts';
import { detailStates, detailsThat, readPlain } from './read-details.ts';

const terminal = '3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as TerminalId;
const delivery = '5f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as DeliveryId;
const signer = makeSigner(new Uint8Array(32).fill(3));
const context = {
  terminal,
  driver: null,
  time: { at: 1_800_000_000_000 as Instant, trust: 'central' },
} as const;

type AllDetails = { readonly [N in DetailName]-?: NonNullable<Details[N]> };

/** A salt for each call, none twice. */
const salts = () => {
  let n = 0;
  return (): Random16 => {
    const salt = new Uint8Array(16);
    new DataView(salt.buffer).setUint32(0, ++n);
    return toBase64url(salt) as Random16;
  };
};

const written = fc
  .string({ unit: 'grapheme', maxLength: 60 })
  .filter((one) => driverNote.safeParse(one).success);
const place = written.filter((one) => recipientPlace.safeParse(one).success);
const recipients: fc.Arbitrary<Recipient> = fc.oneof(
  fc.constant({ to: 'customer' as const }),
  fc.constant({ to: 'household' as const }),
  place.map((who) => ({ to: 'neighbour' as const, who })),
  place.map((where) => ({ to: 'safe-place' as const, where })),
);
const point = fc.tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 999 }));
const drawn: fc.Arbitrary<Strokes> = fc.array(fc.array(point, { minLength: 1, maxLength: 5 }), {
  maxLength: 4,
});
const epoch = 1 as Epoch;
const handOvers = fc.record({ recipient: recipients, note: written, strokes: drawn }).map(
  (said): PlainContent => ({
    ...{ kind: 'hand-over', purpose: 'hand-over', delivery, epoch, parcels: [], kept: [] },
    ...said,
    proof: { scheme: 'oath', token: terminal as never, factor: null },
  }),
);
const exceptions = fc
  .record({ note: written, strokes: drawn })
  .map(
    (said): PlainContent => ({ kind: 'exception', delivery, epoch, outcome: 'damaged', ...said }),
  );
const contents = fc.oneof(handOvers, exceptions);

const write = (content: PlainContent, after: Parameters<typeof makeEntry>[0] = EMPTY_LOG) => {
  const at = { terminal, sequence: (after.sequence + 1) as Sequence };
  const { content: written, details } = putBeside(content, at, salts());
  return makeEntry(after, context, written, signer, details);
};

const said: PlainContent = {
  ...{ kind: 'hand-over', purpose: 'hand-over', delivery, epoch, parcels: [], kept: [] },
  recipient: { to: 'neighbour', who: 'Müller, 12' },
  note: 'rang twice',
  strokes: [[[1, 2]]],
  proof: { scheme: 'oath', token: terminal as never, factor: null },
};

describe('what is personal in an entry', () => {
  test('is read again as it was said, and is nowhere in what is signed', () => {
    fc.assert(
      fc.property(contents, (content) => {
        const { signed } = write(content);
        expect(signedEntry.parse(JSON.parse(JSON.stringify(signed)))).toEqual(signed);
        const plain = readPlain(signed);
        const old = makeEntry(EMPTY_LOG, context, content, signer).signed;
        expect(plain).toEqual(readPlain(old));
        expect(detailsThat(detailStates(signed), 'there')).toEqual(
          detailsThat(detailStates(old), 'there'),
        );
        const inEntry = JSON.stringify(signed.entry);
        for (const one of [plain.place ?? '', plain.note]) {
          if (one.length > 20) expect(inEntry).not.toContain(JSON.stringify(one).slice(1, -1));
        }
      }),
    );
  });

  test('can be taken away in any part, and the entry stays what was signed', () => {
    fc.assert(
      fc.property(contents, fc.subarray([...DETAIL_NAMES]), (content, gone) => {
        const { signed, head } = write(content);
        const left = Object.fromEntries(
          Object.entries(signed.details ?? {}).filter(([name]) => !gone.includes(name as never)),
        ) as Details;
        const { details: _, ...bare } = signed;
        const erased: SignedEntry =
          Object.keys(left).length === 0 ? bare : { ...bare, details: left };
        expect(signedEntry.safeParse(erased).success).toBe(true);
        expect(hashEntry(erased.entry)).toBe(head.hash);
        expect(checkEntry(EMPTY_LOG, erased, terminal, signer.publicKey, verifySignature)).toBe(
          null,
        );
        const before = detailStates(signed);
        const after = detailStates(erased);
        for (const name of DETAIL_NAMES) {
          const isErased = before[name] === 'there' && gone.includes(name);
          expect(after[name]).toBe(isErased ? 'erased' : before[name]);
        }
      }),
    );
  });

  test('is altered by any other value or salt, and by that of another entry or another detail', () => {
    const { signed, head } = write(said);
    const next = write(said, head).signed;
    const { place: who, note, strokes } = signed.details as AllDetails;
    const altered = (details: Details) =>
      detailsThat(detailStates({ ...signed, details }), 'altered');
    expect(altered({ place: who, note, strokes })).toEqual([]);
    expect(altered({ place: { ...who, value: 'Müller, 13' } })).toEqual(['place']);
    expect(altered({ note: { ...note, salt: who.salt } })).toEqual(['note']);
    expect(altered({ strokes: { ...strokes, value: [[[1, 3]]] } })).toEqual(['strokes']);
    expect(altered({ place: note, note: who })).toEqual(['place', 'note']);
    // The same words with the same salt, one entry on.
    expect(next.details).toEqual(signed.details);
    expect(hashDetail(next.entry, 'note', note)).not.toBe(hashDetail(signed.entry, 'note', note));
  });

  test('has no place where the entry does not name it', () => {
    const { signed } = write({ ...said, note: '' } as PlainContent);
    const note = (write(said).signed.details as AllDetails).note;
    expect(signedEntry.safeParse({ ...signed, details: { ...signed.details, note } }).success).toBe(
      false,
    );
    const old = makeEntry(EMPTY_LOG, context, said, signer).signed;
    expect(signedEntry.safeParse({ ...old, details: { note } }).success).toBe(false);
    expect(signedEntry.safeParse({ ...signed, details: {} }).success).toBe(false);
  });

  test('cannot be guessed by its hash without its salt, as an unsalted hash could', () => {
    const { signed } = write(said);
    const { content } = signed.entry;
    const named = 'details' in content ? content.details.note : null;
    const guess = (salt: Random16) =>
      hashDetail(signed.entry, 'note', { salt, value: 'rang twice' });
    // The control: with the salt the guess is right at once.
    expect(guess((signed.details as AllDetails).note.salt)).toBe(named);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        expect(guess(toBase64url(bytes) as Random16)).not.toBe(named);
      }),
    );
  });
});
