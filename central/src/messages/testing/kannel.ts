import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './faulty-line.ts';
import { decodeUcs2, joinParts, type Part, type Received } from './telephone.ts';

export type Kannel = {
  /** Of its smsbox. */
  readonly port: number;
  readonly account: { readonly username: string; readonly password: string };
  /** What its fake operator was given for telephones. */
  readonly received: () => Received[];
  readonly stop: () => Promise<void>;
};

type Ports = Readonly<Record<'admin' | 'box' | 'operator' | 'sendsms', number>>;
const ACCOUNT = { username: 'kerbside', password: 'only-for-tests' };

const configuration = ({ admin, box, operator, sendsms }: Ports): string => `
group = core
admin-port = ${admin}
admin-password = ${ACCOUNT.password}
admin-allow-ip = 127.0.0.1
smsbox-port = ${box}
box-allow-ip = 127.0.0.1

group = smsc
smsc = fake
smsc-id = operator
port = ${operator}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${sendsms}
global-sender = 10000

group = sendsms-user
username = ${ACCOUNT.username}
password = ${ACCOUNT.password}
user-allow-ip = 127.0.0.1
concatenation = true
max-messages = 4

group = sms-service
keyword = default
text = "No service"
`;

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

type Program = { readonly child: ChildProcess; readonly said: () => string };

/** Waits, on a busy machine for long, until one of Kannel's programs listens. */
const untilOpen = async (port: number, what: string, { child, said }: Program): Promise<void> => {
  for (const end = Date.now() + 60_000; Date.now() < end && child.exitCode === null; ) {
    if (await isOpen(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const why = child.exitCode === null ? 'did not start' : `ended with ${child.exitCode}`;
  throw new Error(`${what} ${why}: ${said().slice(-500)}`);
};

/** The forms that the fake operator writes messages in, from the line's text on. */
const readPart = (to: string, rest: string): Part => {
  const bytesOf = (text: string): Buffer =>
    Buffer.from(
      text
        .replaceAll('+', ' ')
        .replace(/%([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
      'latin1',
    );
  const asText = (bytes: Buffer): string => bytes.toString('utf8');
  const udh = /^udh (\S+) (text|data) ([\s\S]*)$/.exec(rest);
  if (udh !== null) {
    const [, header = '', , body = ''] = udh;
    const bytes = bytesOf(body);
    // The operator does not say the coding of a part; 16-bit Arabic has a high byte of 6.
    const decode = bytes.includes(6) ? decodeUcs2 : asText;
    return { to, bytes, udh: bytesOf(header), decode };
  }
  const ucs2 = /^ucs-2 ([\s\S]*)$/.exec(rest);
  if (ucs2 !== null) return { to, bytes: bytesOf(ucs2[1] ?? ''), udh: null, decode: decodeUcs2 };
  const text = rest.replace(/^text /, '');
  return { to, bytes: Buffer.from(text), udh: null, decode: asText };
};

const readParts = (printed: string): Part[] => {
  const said = [...printed.matchAll(/Got message \d+: <(.*)>$/gm)].map(([, text = '']) => text);
  const parts: { to: string; rest: string }[] = [];
  for (const one of said) {
    // The sender's name comes first, and may have blanks.
    const begin = /^.+? (\+?\d{6,}) ((?:text|udh|ucs-2) .*)$/.exec(one);
    const last = parts.at(-1);
    if (begin !== null) parts.push({ to: begin[1] ?? '', rest: begin[2] ?? '' });
    // It takes a line break in a text for the end of the message.
    else if (last !== undefined) last.rest += `\n${one}`;
  }
  return parts.map(({ to, rest }) => readPart(to, rest));
};

/** A real Kannel with its fake operator, on ports of its own. */
export const startKannel = async (): Promise<Kannel> => {
  const folder = await mkdtemp(join(tmpdir(), 'kerbside-kannel-'));
  const [admin, box, operator, sendsms] = (await Promise.all([1, 2, 3, 4].map(freePort))) as [
    number,
    number,
    number,
    number,
  ];
  const file = join(folder, 'kannel.conf');
  await writeFile(file, configuration({ admin, box, operator, sendsms }), { mode: 0o600 });
  const children: ChildProcess[] = [];
  const run = (command: string, args: string[]): Program => {
    const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.on('error', () => {});
    children.unshift(child);
    return { child, said: () => said };
  };
  const stop = async (): Promise<void> => {
    for (const child of children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const bearerbox = run('/usr/sbin/bearerbox', [file]);
    await untilOpen(operator, 'bearerbox', bearerbox);
    await untilOpen(box, 'bearerbox', bearerbox);
    const smsbox = run('/usr/sbin/smsbox', [file]);
    await untilOpen(sendsms, 'smsbox', smsbox);
    const { said } = run('/usr/lib/kannel/test/fakesmsc', [
      '-H',
      '127.0.0.1',
      '-r',
      String(operator),
      '-m',
      '0',
      '1 2 text nop',
    ]);
    return { port: sendsms, account: ACCOUNT, received: () => joinParts(readParts(said())), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
