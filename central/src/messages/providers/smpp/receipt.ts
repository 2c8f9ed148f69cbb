/// <reference path="./npm-smpp.d.ts" />
import type { Pdu } from 'smpp';
import type { Fate, ProviderReport } from '../../message-provider.ts';

/** Bits of esm_class: a receipt (SMPP 3.4, 5.2.12). */
const TYPE = 0x3c;
const RECEIPT = 0x04;

/** By the words in a receipt's text, and by the numbers of message_state (5.2.28). */
const FATES: Readonly<Record<string, Fate>> = {
  DELIVRD: { kind: 'delivered' },
  EXPIRED: { kind: 'failed', why: 'expired' },
  DELETED: { kind: 'failed', why: 'refused' },
  UNDELIV: { kind: 'failed', why: 'unreachable-number' },
  REJECTD: { kind: 'failed', why: 'refused' },
  ACCEPTD: { kind: 'under-way' },
  ENROUTE: { kind: 'under-way' },
  UNKNOWN: { kind: 'under-way' },
};
const STATES = [
  '',
  'ENROUTE',
  'DELIVRD',
  'EXPIRED',
  'DELETED',
  'UNDELIV',
  'ACCEPTD',
  'UNKNOWN',
  'REJECTD',
];

const asText = (value: unknown): string => {
  if (Buffer.isBuffer(value)) return value.toString('latin1').replace(/\0+$/, '');
  return typeof value === 'string' ? value : '';
};

const textOf = ({ short_message: short, message_payload: payload }: Pdu): string =>
  asText(short?.message) || asText(payload?.message);

/** What a deliver_sm says of a message that was submitted; null if it is not a receipt. */
export const readReceipt = (pdu: Pdu): ProviderReport | null => {
  if (((pdu.esm_class ?? 0) & TYPE) !== RECEIPT) return null;
  const text = textOf(pdu);
  const id = asText(pdu.receipted_message_id) || /\bid:([^ ]{1,65})/i.exec(text)?.[1];
  const state =
    typeof pdu.message_state === 'number'
      ? STATES[pdu.message_state]
      : /\bstat:([A-Z]{7})/i.exec(text)?.[1]?.toUpperCase();
  const fate = FATES[state ?? ''];
  return id === undefined || fate === undefined ? null : { id, fate };
};
