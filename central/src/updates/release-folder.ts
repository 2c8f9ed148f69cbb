import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SignedDocument, signedDocument } from '../../../shared/protocol/api/signed.ts';
import { PIECE_BYTES, RELEASE_DOCUMENT, release } from '../../../shared/protocol/update/release.ts';
import type { ReleaseFolder } from '../ports.ts';

/**
 * Opens the folder at each question, so that a new release is offered as soon as it is put there.
 * Central has no key to check the release with: the terminals do that.
 */
export const makeReleaseFolder = (folder: string): ReleaseFolder => {
  const read = async (): Promise<SignedDocument | null> => {
    try {
      const text = await readFile(join(folder, RELEASE_DOCUMENT), 'utf8');
      const signed = signedDocument.safeParse(JSON.parse(text));
      return signed.success && release.safeParse(signed.data.document).success ? signed.data : null;
    } catch {
      return null;
    }
  };
  return {
    release: read,
    piece: async (name, from) => {
      const signed = await read();
      const named = signed === null ? null : release.parse(signed.document);
      if (!named?.files.some((file) => file.name === name)) return null;
      const file = await open(join(folder, name)).catch(() => null);
      if (file === null) return null;
      try {
        const piece = new Uint8Array(PIECE_BYTES);
        const { bytesRead } = await file.read(piece, 0, PIECE_BYTES, from);
        return piece.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
  };
};
