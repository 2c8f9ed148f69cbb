/// <reference path="./npm-smpp.d.ts" />
import smpp, { type Pdu, type Session } from 'smpp';
import type { SmppSettings } from './settings.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

export type Link = {
  /** The session once it is bound, or null if it is not when the signal comes. */
  readonly bound: (until: AbortSignal) => Promise<Session | null>;
  /** Whether the centre has refused the account at the last bind. */
  readonly isRefused: () => boolean;
  readonly stop: () => Promise<void>;
};

/** Keeps a session bound: asks whether the line lives, and binds again after it broke. */
export const keepBound = (
  settings: SmppSettings,
  onDelivery: (session: Session, pdu: Pdu) => void,
): Link => {
  const { host, port, tls, systemId, password, systemType } = settings;
  const answerMs = settings.answerSeconds * 1_000;
  let session: Session | null = null;
  let current: Session | null = null;
  let wait = FIRST_WAIT_MS;
  let isRefused = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const waiting = new Set<() => void>();
  const tell = (): void => {
    for (const one of [...waiting]) one();
  };

  const connect = (): void => {
    const line = smpp.connect({ host, port, tls });
    current = line;
    let pulse: NodeJS.Timeout | undefined;
    // It ends the line unless an answer stops it: a centre that is silent is as good as gone.
    let patience: NodeJS.Timeout | null = setTimeout(() => line.destroy(), answerMs);
    const answered = (): void => {
      if (patience !== null) clearTimeout(patience);
      patience = null;
    };
    const lost = (): void => {
      answered();
      clearInterval(pulse);
      if (current !== line) return;
      current = null;
      session = null;
      if (stopped) return;
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    };
    // Of the socket, or of bytes that are no PDU: npm's session reads none after those.
    line.on('error', () => line.destroy());
    line.on('close', lost);
    line.on(tls ? 'secureConnect' : 'connect', () => {
      const account = { system_id: systemId, password, system_type: systemType };
      line.bind_transceiver(account, ({ command_status: status }) => {
        answered();
        isRefused = status !== 0;
        if (isRefused) return line.destroy();
        wait = FIRST_WAIT_MS;
        session = line;
        pulse = setInterval(() => {
          patience ??= setTimeout(() => line.destroy(), answerMs);
          line.enquire_link({}, answered);
        }, settings.enquireSeconds * 1_000);
        tell();
      });
    });
    line.on('enquire_link', (pdu: Pdu) => line.send(pdu.response()));
    line.on('unbind', (pdu: Pdu) => {
      line.send(pdu.response());
      line.close();
    });
    line.on('deliver_sm', (pdu: Pdu) => onDelivery(line, pdu));
  };
  connect();

  return {
    bound: (until) =>
      new Promise((resolve) => {
        const done = (): void => {
          if (session === null && !until.aborted) return;
          waiting.delete(done);
          until.removeEventListener('abort', done);
          resolve(session);
        };
        waiting.add(done);
        until.addEventListener('abort', done);
        done();
      }),
    isRefused: () => isRefused,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      const line = current;
      if (line === null) return;
      const closed = new Promise((resolve) => line.once('close', resolve));
      const force = setTimeout(() => line.destroy(), 1_000);
      if (session === null) line.destroy();
      else line.unbind({}, () => line.close());
      await closed;
      clearTimeout(force);
    },
  };
};
