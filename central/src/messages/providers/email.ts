import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { z } from 'zod';
import {
  accepted,
  type MessageProvider,
  type OutgoingMessage,
  type ProviderAnswer,
  refused,
  tryAgain,
} from '../message-provider.ts';
import { fill, gapsOf, unknownGaps } from './template.ts';

const template = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => unknownGaps(text).length === 0, 'has something in braces that is no gap');

export const emailSettings = z.strictObject({
  provider: z.literal('email'),
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(587),
  /** `tls` from the start, `starttls` or nothing is sent, or `none` inside a trusted network. */
  security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
  username: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  from: z.email(),
  /** Whom it goes to: a gateway that makes text messages of mail, mostly. */
  recipient: template.refine((text) => /^[^@\s]+@[^@\s]+$/.test(text), 'must be an address'),
  subject: template.default('{sender}'),
});
type EmailSettings = z.infer<typeof emailSettings>;

type Failure = {
  readonly code?: string;
  readonly responseCode?: number;
  readonly command?: string;
};

const answerTo = ({ code, responseCode = 0, command = '' }: Failure): ProviderAnswer => {
  if (code === 'EAUTH') return tryAgain('not-authorised');
  if (responseCode >= 500) {
    return refused(command.startsWith('RCPT') || code === 'EENVELOPE' ? 'bad-number' : 'refused');
  }
  if (responseCode >= 400) return tryAgain('busy');
  // Only after its text was given to the server may a message have gone.
  return tryAgain(command === 'CONN' ? 'unreachable' : 'not-understood');
};

const compose = (settings: EmailSettings, message: OutgoingMessage, to: string): Promise<Buffer> =>
  new MailComposer({
    from: settings.from,
    to,
    subject: fill(settings.subject, gapsOf(message)),
    text: message.text,
    // A server that gets it twice can tell that it is one.
    messageId: `<${message.id}@${settings.from.split('@')[1]}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();

/** One message over a connection of its own, which ends with it. */
const submit = (
  connection: SMTPConnection,
  { username, password, from }: EmailSettings,
  to: string,
  mail: Buffer,
): Promise<ProviderAnswer> =>
  new Promise((resolve) => {
    const fail = (error: Failure): void => resolve(answerTo(error));
    connection.on('error', fail);
    connection.once('end', () => resolve(tryAgain('not-understood')));
    const give = (): void =>
      connection.send({ from, to }, mail, (error) => {
        if (error) return fail(error as Failure);
        connection.quit();
        resolve(accepted());
      });
    connection.connect((error) => {
      if (error) return fail({ ...(error as Failure), command: 'CONN' });
      if (username === undefined || password === undefined) return give();
      connection.login({ user: username, pass: password }, (refusal) =>
        refusal ? fail(refusal as Failure) : give(),
      );
    });
  });

/** Mail over SMTP. That a server took it is all that is ever known. */
export const makeEmail = (settings: EmailSettings): MessageProvider => ({
  name: 'email',
  reports: false,
  start: () => {},
  send: async (message, deadline) => {
    const to = fill(settings.recipient, gapsOf(message));
    const mail = await compose(settings, message, to);
    const connection = new SMTPConnection({
      host: settings.host,
      port: settings.port,
      secure: settings.security === 'tls',
      requireTLS: settings.security === 'starttls',
      ignoreTLS: settings.security === 'none',
    });
    const late = new Promise<ProviderAnswer>((resolve) => {
      const end = (): void => resolve(tryAgain('no-answer'));
      if (deadline.aborted) end();
      else deadline.addEventListener('abort', end, { once: true });
    });
    try {
      return await Promise.race([submit(connection, settings, to, mail), late]);
    } finally {
      connection.close();
    }
  },
  readCallback: () => null,
  stop: async () => {},
});
