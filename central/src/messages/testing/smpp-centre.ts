/// <reference path="../providers/smpp/npm-smpp.d.ts" />
import type { AddressInfo } from 'node:net';
import smpp, { type Pdu, type Session } from 'smpp';
import type { FromServer } from './own-process.ts';
import { decodeUcs2, joinParts, type Part } from './telephone.ts';

/**
 * A network's message centre in a process of its own, made of the server of npm's `smpp`. Its
 * receipts come right after, and sometimes before, its answers; numbers with three zeros are none.
 */
const say = (what: FromServer): void => void process.send?.(what);

const RECEIPT = 0x04;
const UDH = 0x40;
const INVALID_NUMBER = 0x0b;
const WRONG_PASSWORD = 0x0e;

let last = 0;
const parts: Part[] = [];
let shown = 0;

const raw = (value: unknown): Buffer =>
  Buffer.isBuffer(value) ? value : Buffer.from(String(value ?? ''), 'utf16le').swap16();

const partOf = (pdu: Pdu): Part => {
  const message = pdu.short_message?.message;
  const payload = pdu.message_payload?.message;
  const text = typeof message === 'string' && message !== '' ? message : payload;
  const udh = ((pdu.esm_class ?? 0) & UDH) === 0 ? null : (pdu.short_message?.udh?.[0] ?? null);
  // npm's parser has decoded the text by its coding already.
  const header = udh === null ? null : Buffer.concat([Buffer.from([5]), udh]);
  return { to: `+${pdu.destination_addr}`, bytes: raw(text), udh: header, decode: decodeUcs2 };
};

const receipt = (
  session: Session,
  { destination_addr: to, source_addr: from }: Pdu,
  id: string,
): void => {
  const text = `id:${id} sub:001 dlvrd:001 submit date:2601010000 done date:2601010000 stat:DELIVRD err:000 text:`;
  session.deliver_sm({
    esm_class: RECEIPT,
    source_addr: to,
    destination_addr: from,
    short_message: Buffer.from(text),
  });
};

const onSubmit = (session: Session, pdu: Pdu): void => {
  if (pdu.destination_addr?.includes('000000')) {
    session.send(pdu.response({ command_status: INVALID_NUMBER }));
    return;
  }
  const id = `centre-${++last}`;
  parts.push(partOf(pdu));
  const whole = joinParts(parts);
  for (const message of whole.slice(shown)) say({ kind: 'received', message });
  shown = whole.length;
  const isEarly = last % 2 === 0;
  if (isEarly) receipt(session, pdu, id);
  session.send(pdu.response({ message_id: id }));
  if (!isEarly) receipt(session, pdu, id);
};

const server = smpp.createServer((session) => {
  session.on('error', () => session.destroy());
  session.on('bind_transceiver', (pdu: Pdu) => {
    const isRight = pdu.system_id === 'kerbside' && pdu.password === 'secret';
    session.send(pdu.response(isRight ? {} : { command_status: WRONG_PASSWORD }));
  });
  session.on('submit_sm', (pdu: Pdu) => onSubmit(session, pdu));
  session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu: Pdu) => {
    session.send(pdu.response());
    session.close();
  });
});
server.listen(0, '127.0.0.1', () => {
  say({ kind: 'listening', port: (server.address() as AddressInfo).port });
});
process.once('disconnect', () => process.exit());
