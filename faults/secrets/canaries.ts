import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { tryConnect, urlOf } from '../../central/src/database/postgres-cluster.ts';
import type { Story } from '../../e2e/story/story.ts';
import { fromBase64url, fromHex, utf8 } from '../../shared/protocol/codec/bytes.ts';
import { derivePepper } from '../../shared/protocol/crypto/keys.ts';
import { publicKey, terminalId } from '../../shared/protocol/ids.ts';
import type { Canary, Kind } from './needles.ts';

const READ_KEYS = fileURLToPath(new URL('./read-keys.ts', import.meta.url));
const three = z.strictObject({
  storeKey: z.string(),
  signingSeed: z.string(),
  agreementSecret: z.string(),
});
const keysRead = z.strictObject({ seeds: three, keys: three });
const enrolled = z.object({ id: terminalId, agreement_key: publicKey });

/** A canary that people read. */
export const textCanary = (name: string, kind: Kind, text: string): Canary => ({
  name,
  kind,
  bytes: utf8(text),
  isText: true,
});

/** A code in the two ways in which people write it, from the one with the hyphen. */
export const codeCanaries = (name: string, shown: string): Canary[] =>
  [shown, shown.replace('-', '')].map((text) => textCanary(name, 'code', text));

const personCanaries = ({ stops }: Pick<Story, 'stops'>): Canary[] =>
  stops.flatMap(({ position, customer, street, phone }) => [
    textCanary(`the customer of stop ${position}`, 'customer', customer),
    textCanary(`the address of stop ${position}`, 'address', street),
    textCanary(`the telephone of stop ${position}`, 'phone', phone),
  ]);

const key = (name: string, bytes: Uint8Array): Canary => ({
  name,
  kind: 'key',
  bytes,
  isText: false,
});

/** A connection to the PostgreSQL that a running central has in its folder. */
export const connectTo = async (central: string) => {
  const password = readFileSync(path.join(central, 'postgres.password'), 'utf8').trim();
  const [, , , port] = readFileSync(path.join(central, 'postgres', 'postmaster.pid'), 'utf8').split(
    '\n',
  );
  const client = await tryConnect(urlOf(password, Number(port)));
  if (client === null) throw new Error("central's PostgreSQL does not answer");
  return client;
};

/** The terminal's three keys, their seeds in its keychain, and the pepper that follows from them. */
const terminalKeys = async (
  { world }: Pick<Story, 'world'>,
  keychain: Readonly<Record<string, string>>,
): Promise<Canary[]> => {
  const about = z.object({ profile: z.uuid() });
  const text = readFileSync(path.join(world.profile, 'profile.json'), 'utf8');
  const { profile } = about.parse(JSON.parse(text));
  const item = execFileSync(process.execPath, [READ_KEYS, profile], {
    env: { ...process.env, ...keychain },
    encoding: 'utf8',
  });
  const { seeds, keys } = keysRead.parse(JSON.parse(item));
  const database = await connectTo(path.join(world.folder, 'central'));
  try {
    const { rows } = await database.query(
      'select terminal.id, depot.agreement_key from terminal join depot on depot.id = terminal.depot',
    );
    const [terminal] = z.array(enrolled).parse(rows);
    if (terminal === undefined) throw new Error('no terminal is enrolled');
    const agreement = fromBase64url(keys.agreementSecret);
    return [
      ...Object.entries(seeds).map(([name, seed]) =>
        key(`the seed of the terminal's ${name}`, fromBase64url(seed)),
      ),
      key("the key of the terminal's store", fromBase64url(keys.storeKey)),
      key("the terminal's signing seed", fromBase64url(keys.signingSeed)),
      key("the terminal's agreement secret", agreement),
      key("the terminal's pepper", derivePepper(agreement, terminal.agreement_key, terminal.id)),
    ];
  } finally {
    await database.end();
  }
};

const centralSecrets = ({ world }: Pick<Story, 'world'>): Canary[] => {
  const read = (file: string) => readFileSync(path.join(world.folder, 'central', file), 'utf8');
  return [
    key("central's master key", fromHex(read('central.key').trim())),
    textCanary("the operator's token", 'operator-token', read('operator.token').trim()),
  ];
};

/** Everything that must stay where it may be. Central must be running. */
export const allCanaries = async (
  story: Story,
  keychain: Readonly<Record<string, string>>,
): Promise<Canary[]> => [
  ...[...story.codes].flatMap(([position, { bare, link }]) => [
    ...codeCanaries(`the code of stop ${position}`, bare),
    textCanary(`the link of stop ${position}`, 'code', new URL(link).hash.slice(1)),
  ]),
  ...personCanaries(story),
  ...(await terminalKeys(story, keychain)),
  ...centralSecrets(story),
];
