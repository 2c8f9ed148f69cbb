import type { DetailName } from '../../../shared/protocol/log/details.ts';
import type { Unproved } from '../../../shared/protocol/proof/audit.ts';
import type { Remark } from '../../../shared/protocol/proof/judge-hand-over.ts';

/** Why a hand-over is not proved. */
export const REASONS: Record<Unproved['reason'], string> = {
  'not-signed': 'the entry is not as the terminal signed it',
  'by-token':
    "a code of the customer's token opened it: that is the terminal's word alone, and no proof",
  'no-verifier': 'no code or pass of this number was made for the terminal',
  'no-presence': 'the code or pass was not there',
  'second-hand-over': 'the delivery was handed over before',
};

/** What is wrong with one that is. */
export const REMARKS: Record<Remark, string> = {
  'after-wiped': 'made after the terminal wiped itself',
  'after-revocation': 'made after the terminal was revoked',
  'after-withdrawal': 'made after its code or pass was withdrawn',
  'missing-evidence': 'made without a signature or a scan that the stop needs',
  'outside-validity': 'made when its code or pass was not valid',
};

/** What is personal in an entry and can be erased. */
export const DETAILS: Record<DetailName, string> = {
  place: 'the neighbour or the place',
  note: 'the note',
  strokes: 'the signature',
};
