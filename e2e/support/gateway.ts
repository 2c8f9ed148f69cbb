import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startKannel } from '../../central/src/messages/testing/kannel.ts';
import type { Received } from '../../central/src/messages/testing/telephone.ts';

/** A real Kannel, whose fake operator stands for the network and all telephones. */
export interface Gateway {
  /** What central must be told to send through it: `KERBSIDE_SMS`. */
  readonly sms: string;
  /** What came to telephones, in order. */
  readonly received: () => readonly Received[];
  readonly stop: () => Promise<void>;
}

const PROGRAMS = [
  '/usr/sbin/bearerbox',
  '/usr/sbin/smsbox',
  '/usr/lib/kannel/test/fakesmsc',
] as const;

/** Starts it, with settings for central in `folder`; null where Kannel is not installed. */
export const startGateway = async (
  folder: string,
  say: (part: string) => void,
): Promise<Gateway | null> => {
  if (!PROGRAMS.every((program) => existsSync(program))) return null;
  say('Kannel, with its fake operator');
  const kannel = await startKannel();
  const sms = path.join(folder, 'kannel.json');
  const url = `http://127.0.0.1:${kannel.port}/cgi-bin/sendsms`;
  await writeFile(sms, JSON.stringify({ provider: 'kannel', url, ...kannel.account }), {
    mode: 0o600,
  });
  return { sms, received: kannel.received, stop: kannel.stop };
};
