import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { FromServer } from './own-process.ts';

/** A mail server in a process of its own. It refuses recipients with six zeros. */
const say = (what: FromServer): void => void process.send?.(what);

const readText = (mail: string): string => {
  const [head = '', ...body] = mail.split('\r\n\r\n');
  const text = body.join('\r\n\r\n').replace(/(\r\n)+$/, '');
  if (/^content-transfer-encoding: base64/im.test(head)) {
    return Buffer.from(text, 'base64').toString('utf8');
  }
  if (!/^content-transfer-encoding: quoted-printable/im.test(head))
    return text.replaceAll('\r\n', '\n');
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\r\n', '\n');
};

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onAuth: ({ username, password }, _session, done) =>
    username === 'kerbside' && password === 'secret'
      ? done(null, { user: username })
      : done(new Error('no')),
  onRcptTo: ({ address }, _session, done) => {
    if (!address.includes('000000')) return done();
    return done(Object.assign(new Error('no such recipient'), { responseCode: 550 }));
  },
  onData: (stream, session, done) => {
    let mail = '';
    stream.setEncoding('latin1');
    stream.on('data', (chunk: string) => {
      mail += chunk;
    });
    stream.on('end', () => {
      const to = `+${session.envelope.rcptTo[0]?.address.split('@')[0]}`;
      say({ kind: 'received', message: { to, text: readText(mail) } });
      done();
    });
  },
});
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => {
  say({ kind: 'listening', port: (server.server.address() as AddressInfo).port });
});
process.once('disconnect', () => process.exit());
