import type { z } from 'zod';
import {
  followRoots,
  type GivenTrust,
  rootChain,
  type Trust,
  takeTrust,
} from '../../shared/protocol/api/roots.ts';
import { keyList, openDocument, signedDocument } from '../../shared/protocol/api/signed.ts';
import { verifySignature } from '../../shared/protocol/crypto/keys.ts';
import { publicKey } from '../../shared/protocol/ids.ts';
import { type Input, read, type VectorFunction } from '../vector.ts';

/** How a root came about, if the input says so under this name. */
export const chainIn = (
  input: Input,
  name: string,
): { readonly roots?: z.infer<typeof rootChain> } =>
  input[name] === undefined ? {} : { roots: read(input, name, rootChain) };

const issuedIn = ({ root, keys }: Trust): number | null => {
  const list = openDocument('keys', keyList, keys, root, verifySignature);
  return list.ok ? list.value.issued : null;
};

/** How a root key is followed by another one, and what a terminal makes of it. */
export const ROOTS: Readonly<Record<string, VectorFunction>> = {
  'follow-roots': (input) => {
    const chain = read(input, 'roots', rootChain);
    const roots = followRoots(read(input, 'first', publicKey), chain, verifySignature);
    return roots.ok ? { roots: roots.value } : { error: roots.error };
  },
  'take-trust': (input) => {
    const known: Trust = {
      root: read(input, 'root', publicKey),
      ...chainIn(input, 'roots'),
      keys: read(input, 'had', signedDocument),
    };
    const given: GivenTrust = {
      ...chainIn(input, 'givenRoots'),
      ...(input['given'] === undefined ? {} : { keys: read(input, 'given', signedDocument) }),
    };
    const taken = takeTrust(known, given, verifySignature);
    if (!taken.ok) return { error: taken.error };
    const trust = taken.value ?? known;
    return {
      root: trust.root,
      statements: trust.roots?.length ?? 0,
      issued: issuedIn(trust),
    };
  },
};
