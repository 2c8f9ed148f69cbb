import { z } from 'zod';
import {
  accepted,
  type Callback,
  type Fate,
  type MessageProvider,
  type ProviderAnswer,
  refused,
} from '../message-provider.ts';
import { isGsm } from '../text/gsm-alphabet.ts';
import { askGateway, type GatewayAnswer } from './ask-gateway.ts';
import { senderId } from './sender-id.ts';

export const kannelSettings = z.strictObject({
  provider: z.literal('kannel'),
  /** Of its smsbox, such as `http://127.0.0.1:13013/cgi-bin/sendsms`. */
  url: z.url({ protocol: /^https?$/ }),
  username: z.string().min(1),
  password: z.string().min(1),
  /** Instead of the depot's sender. */
  from: z.string().min(1).max(20).optional(),
  /** Which of Kannel's connections to the networks. */
  smsc: z.string().min(1).optional(),
});

/** Delivered, failed, and refused by the network. */
const REPORTS = 1 + 2 + 16;

const FATES: Readonly<Record<string, Fate>> = {
  '1': { kind: 'delivered' },
  '2': { kind: 'failed', why: 'unreachable-number' },
  '4': { kind: 'under-way' },
  '8': { kind: 'under-way' },
  '16': { kind: 'failed', why: 'refused' },
};

/** Kannel puts the report's type where the address has %d. */
const withStatus = (url: string): string => `${url}${url.includes('?') ? '&' : '?'}status=%d`;

const readAnswer = ({ status, text }: GatewayAnswer): ProviderAnswer | null => {
  // It says 'accepted' or 'queued', and gives no id: reports come to the message's own address.
  if (status === 202) return /^[03]: /.test(text) ? accepted() : null;
  if (status === 400) return refused(/number|receiver/i.test(text) ? 'bad-number' : 'refused');
  return null;
};

/**
 * Kannel, by its sendsms interface. Asked by POST: its headers and body, with password, number and
 * code, are in no proxy's log. Kannel splits long messages itself, if its `sendsms-user` says
 * `concatenation = true`.
 */
export const makeKannel = (settings: z.infer<typeof kannelSettings>): MessageProvider => ({
  name: 'kannel',
  reports: true,
  start: () => {},
  send: ({ to, text, sender, reportUrl }, deadline) => {
    const from = settings.from ?? senderId(sender);
    const headers: Record<string, string> = {
      'content-type': 'text/plain; charset=UTF-8',
      'x-kannel-username': settings.username,
      'x-kannel-password': settings.password,
      'x-kannel-to': to,
      'x-kannel-coding': isGsm(text) ? '0' : '2',
      ...(from === null ? {} : { 'x-kannel-from': from }),
      ...(settings.smsc === undefined ? {} : { 'x-kannel-smsc': settings.smsc }),
      ...(reportUrl === null
        ? {}
        : { 'x-kannel-dlr-mask': String(REPORTS), 'x-kannel-dlr-url': withStatus(reportUrl) }),
    };
    const request = { method: 'POST', headers, body: text };
    return askGateway(settings.url, request, deadline, readAnswer);
  },
  // Kannel signs nothing. Only it was told the message's address.
  readCallback: ({ query }: Callback) => {
    const fate = FATES[query['status'] ?? ''];
    return fate === undefined ? null : { id: null, fate };
  },
  stop: async () => {},
});
