/// <reference path="./npm-smpp.d.ts" />
import { createHash } from 'node:crypto';
import smpp from 'smpp';
import {
  type OutgoingMessage,
  type ProviderAnswer,
  refused,
  tryAgain,
} from '../../message-provider.ts';
import { segmentsOf } from '../../text/segments.ts';
import { senderId } from '../sender-id.ts';
import type { SmppSettings } from './settings.ts';

/** The parameters of a submit_sm, by their names in SMPP 3.4. */
export type Submission = Readonly<Record<string, unknown>>;

const ESM_UDH = 0x40;
const CODING = { gsm: 0x00, ucs2: 0x08 } as const;
const INTERNATIONAL = { ton: 1, npi: 1 } as const;
const NATIONAL = { ton: 0, npi: 1 } as const;
const NAME = { ton: 5, npi: 0 } as const;

const sourceOf = (sender: string | null): Submission => {
  if (sender === null) return { source_addr: '', source_addr_ton: 0, source_addr_npi: 0 };
  const isNumber = /^\+?\d+$/.test(sender);
  const { ton, npi } = !isNumber ? NAME : sender.startsWith('+') ? INTERNATIONAL : NATIONAL;
  return { source_addr: sender.replace(/^\+/, ''), source_addr_ton: ton, source_addr_npi: npi };
};

const encode = (text: string, encoding: 'gsm' | 'ucs2'): Buffer =>
  encoding === 'gsm' ? smpp.encodings.ASCII.encode(text) : Buffer.from(text, 'utf16le').swap16();

/** The number that parts are put together by: the same for each sending of a message. */
const reference = (id: string): number => createHash('sha256').update(id).digest()[0] ?? 0;

/** Says that a part is one of several (3GPP TS 23.040, 9.2.3.24.1). */
const header = (id: string, count: number, number: number): Buffer =>
  Buffer.from([5, 0, 3, reference(id), count, number]);

/** What is submitted for a message: one, or for a long one as many as it has parts. */
export const submissionsOf = (
  { to, text, sender, id }: OutgoingMessage,
  { from, long }: Pick<SmppSettings, 'from' | 'long'>,
): Submission[] => {
  const { encoding, parts } = segmentsOf(text);
  const common = {
    ...sourceOf(from ?? senderId(sender)),
    destination_addr: to.replace(/^\+/, ''),
    dest_addr_ton: INTERNATIONAL.ton,
    dest_addr_npi: INTERNATIONAL.npi,
    data_coding: CODING[encoding],
    registered_delivery: 1,
  };
  if (parts.length === 1) return [{ ...common, short_message: encode(text, encoding) }];
  if (long === 'payload') return [{ ...common, message_payload: encode(text, encoding) }];
  return parts.map((part, index) => ({
    ...common,
    esm_class: ESM_UDH,
    short_message: Buffer.concat([header(id, parts.length, index + 1), encode(part, encoding)]),
  }));
};

const BAD_NUMBER = new Set([0x0b, 0x50, 0x51]);
/** Of the centre itself, and of how much it takes. */
const PASSING = new Set([0x08, 0x14, 0x45, 0x58, 0x64]);
/** Not bound, or not allowed to submit. */
const NOT_ALLOWED = new Set([0x04, 0x05, 0x0d, 0x0e, 0x0f]);

/** What a status means that is not success (SMPP 3.4, 5.1.3). */
export const answerToStatus = (status: number): ProviderAnswer => {
  if (BAD_NUMBER.has(status)) return refused('bad-number');
  if (PASSING.has(status)) return tryAgain('busy');
  if (NOT_ALLOWED.has(status)) return tryAgain('not-authorised');
  return refused('refused');
};
