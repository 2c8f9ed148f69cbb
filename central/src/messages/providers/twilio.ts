import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import {
  accepted,
  type Callback,
  type Fate,
  type MessageProvider,
  type ProviderAnswer,
  type Refusal,
  refused,
} from '../message-provider.ts';
import { askGateway, basicAuth, type GatewayAnswer } from './ask-gateway.ts';
import { senderId } from './sender-id.ts';

export const twilioSettings = z.strictObject({
  provider: z.literal('twilio'),
  /** Of whoever speaks as Twilio does. */
  url: z.url({ protocol: /^https?$/ }).default('https://api.twilio.com'),
  account: z.string().min(1),
  /** The account's token: it also signs the callbacks. */
  token: z.string().min(1),
  /** Instead of the depot's sender: a number or a name. */
  from: z.string().min(1).max(20).optional(),
  messagingService: z.string().min(1).optional(),
});

const created = z.object({ sid: z.string().min(1) });
const problem = z.object({ code: z.int() });

/** Twilio's error codes that are about the number, or about who does not want messages. */
const REFUSALS: ReadonlyMap<number, Refusal> = new Map([
  [21211, 'bad-number'],
  [21214, 'bad-number'],
  [21217, 'bad-number'],
  [21407, 'bad-number'],
  [21421, 'bad-number'],
  [21614, 'bad-number'],
  [21610, 'blocked'],
  [30003, 'unreachable-number'],
  [30004, 'blocked'],
  [30005, 'bad-number'],
  [30006, 'bad-number'],
]);

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const readAnswer = ({ status, text }: GatewayAnswer): ProviderAnswer | null => {
  const body = parseJson(text);
  if (status === 200 || status === 201) {
    const made = created.safeParse(body);
    return made.success ? accepted(made.data.sid) : null;
  }
  const said = problem.safeParse(body);
  if (!said.success) return null;
  return refused(REFUSALS.get(said.data.code) ?? 'refused');
};

const fateOf = (status: string | undefined, error: number): Fate | null => {
  switch (status) {
    case 'delivered':
    case 'read':
      return { kind: 'delivered' };
    case 'undelivered':
    case 'failed':
      return { kind: 'failed', why: REFUSALS.get(error) ?? 'unreachable-number' };
    case 'accepted':
    case 'scheduled':
    case 'queued':
    case 'sending':
    case 'sent':
      return { kind: 'under-way' };
    default:
      return null;
  }
};

/** The signature of a callback: over its address and the members of its form, sorted by name. */
const signatureOf = (token: string, { url, body }: Pick<Callback, 'url' | 'body'>): Buffer => {
  const names = Object.keys(body).sort();
  const text = url + names.map((name) => `${name}${body[name]}`).join('');
  return createHmac('sha1', token).update(text).digest();
};

const isSigned = (token: string, callback: Callback): boolean => {
  const given = Buffer.from(callback.headers['x-twilio-signature'] ?? '', 'base64');
  const right = signatureOf(token, callback);
  return given.length === right.length && timingSafeEqual(given, right);
};

/** Twilio's Messages resource, and what imitates it. Callbacks count only if they are signed. */
export const makeTwilio = (settings: z.infer<typeof twilioSettings>): MessageProvider => {
  const { account, token, messagingService } = settings;
  const path = `/2010-04-01/Accounts/${encodeURIComponent(account)}/Messages.json`;
  const url = settings.url.replace(/\/$/, '') + path;
  return {
    name: 'twilio',
    reports: true,
    start: () => {},
    send: ({ to, text, sender, reportUrl }, deadline) => {
      const from = settings.from ?? senderId(sender);
      const body = new URLSearchParams({ To: to, Body: text });
      if (messagingService !== undefined) body.set('MessagingServiceSid', messagingService);
      else if (from !== null) body.set('From', from);
      if (reportUrl !== null) body.set('StatusCallback', reportUrl);
      const headers = { authorization: basicAuth(account, token) };
      return askGateway(url, { method: 'POST', headers, body }, deadline, readAnswer);
    },
    readCallback: (callback) => {
      if (!isSigned(token, callback)) return null;
      const { MessageSid: id, MessageStatus: status, ErrorCode: error } = callback.body;
      const fate = fateOf(status, Number(error ?? 0));
      return id === undefined || fate === null ? null : { id, fate };
    },
    stop: async () => {},
  };
};
