import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { openDocument, signDocument, signedDocument } from '../../../shared/protocol/api/signed.ts';
import { fromHex, toHex } from '../../../shared/protocol/codec/bytes.ts';
import {
  makeSigner,
  type Signer,
  sha256Of,
  spokenFingerprint,
  verifySignature,
} from '../../../shared/protocol/crypto/keys.ts';
import { publicKey } from '../../../shared/protocol/ids.ts';
import {
  RELEASE_DOCUMENT,
  type Release,
  type ReleaseTarget,
  release,
} from '../../../shared/protocol/update/release.ts';
import { systemNow } from '../clock.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { readGivenFile } from './read-file.ts';

/** What an installer is for, by the names that packaging gives. */
const TARGETS: readonly (readonly [RegExp, ReleaseTarget])[] = [
  [/_amd64\.deb$/, 'linux-x64-deb'],
  [/_arm64\.deb$/, 'linux-arm64-deb'],
  [/\.x86_64\.rpm$/, 'linux-x64-rpm'],
  [/\.aarch64\.rpm$/, 'linux-arm64-rpm'],
  [/-x64\.exe$/, 'win32-x64-exe'],
  [/-arm64\.exe$/, 'win32-arm64-exe'],
];

const targetOf = (file: string): ReleaseTarget => {
  const found = TARGETS.find(([form]) => form.test(file))?.[1];
  if (found !== undefined) return found;
  throw new CommandFailure(
    'unknown-installer',
    `${basename(file)} does not have an installer's file name, so its system is unknown.`,
    2,
  );
};

const readSigner = async (file: string): Promise<Signer> => {
  const text = new TextDecoder().decode(await readGivenFile(file)).trim();
  if (/^[0-9a-f]{64}$/.test(text)) return makeSigner(fromHex(text));
  throw new CommandFailure('bad-key', `The file ${file} contains no release key.`);
};

const makeKey = async (file: string): Promise<Signer> => {
  const seed = new Uint8Array(randomBytes(32));
  try {
    // `wx`: a key that is there is never overwritten.
    await writeFile(file, `${toHex(seed)}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const there = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new CommandFailure(
      there ? 'file-exists' : 'file-unwritable',
      there ? `${file} already exists and was not changed.` : `${file} cannot be written.`,
    );
  }
  return makeSigner(seed);
};

const describeFiles = async (files: readonly string[]) =>
  Promise.all(
    files.map(async (file) => {
      const bytes = await readGivenFile(file);
      const target = targetOf(file);
      return { target, name: basename(file), bytes: bytes.length, sha256: sha256Of(bytes) };
    }),
  );

const checked = (document: unknown): Release => {
  const parsed = release.safeParse(document);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0];
  throw new CommandFailure(
    'malformed',
    `This is not a release: ${where?.path.join('.') ?? ''} ${where?.message ?? ''}.`,
  );
};

/** Puts the installers into the folder first, so that a release never names what is not there. */
const publish = async (folder: string, files: readonly string[], text: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  for (const file of files) {
    const target = join(folder, basename(file));
    if (resolve(file) === resolve(target)) continue;
    await copyFile(file, `${target}.new`);
    await rename(`${target}.new`, target);
  }
  const document = join(folder, RELEASE_DOCUMENT);
  await writeFile(`${document}.new`, text);
  await rename(`${document}.new`, document);
};

type SignOptions = { readonly key: string; readonly version: string; readonly out: string };

/** `release`: what the release key does. It asks no central: the key is kept off line. */
export const addReleaseCommands = (program: Command, context: CommandContext): void => {
  const commands = program.command('release').description('signed releases of the app');

  commands
    .command('keygen <file>')
    .description('create a release key; keep the file secret and offline')
    .action(async (file: string) => {
      const { publicKey: key } = await makeKey(file);
      const fingerprint = spokenFingerprint(key);
      context().output.result(
        { publicKey: key, fingerprint },
        () => `Build the app with KERBSIDE_RELEASE_KEY=${key}\nIts fingerprint: ${fingerprint}`,
      );
    });

  commands
    .command('sign <file...>')
    .description('sign installers as one release, in a folder that central serves')
    .requiredOption('--key <file>', 'the release key')
    .requiredOption('--version <version>', 'version of the installers, such as 1.4.0')
    .requiredOption('--out <folder>', "the folder in central's KERBSIDE_UPDATES")
    .action(async (files: string[], { key, version, out }: SignOptions) => {
      const signer = await readSigner(key);
      const document = checked({ version, made: systemNow(), files: await describeFiles(files) });
      const signed = signDocument('release', 'release', signer, document);
      await publish(out, files, `${JSON.stringify(signed, null, 2)}\n`);
      context().output.result(
        document,
        () =>
          `Version ${version} is signed, for ${document.files.map((f) => f.target).join(', ')}.`,
      );
    });

  commands
    .command('verify <folder>')
    .description('check a folder of updates against the release key')
    .requiredOption('--public-key <key>', 'the public release key')
    .action(async (folder: string, options: { readonly publicKey: string }) => {
      const key = publicKey.safeParse(options.publicKey);
      if (!key.success) throw new CommandFailure('bad-key', 'This is not a public key.', 2);
      const text = new TextDecoder().decode(await readGivenFile(join(folder, RELEASE_DOCUMENT)));
      const opened = openDocument('release', release, readSigned(text), key.data, verifySignature);
      if (!opened.ok) {
        throw new CommandFailure(opened.error, 'The release is not signed with this key.');
      }
      for (const file of opened.value.files) {
        const bytes = await readGivenFile(join(folder, file.name));
        if (sha256Of(bytes) !== file.sha256) {
          throw new CommandFailure('other-file', `${file.name} differs from the signed file.`);
        }
      }
      context().output.result(opened.value, () => `Version ${opened.value.version} is genuine.`);
    });
};

const readSigned = (text: string) => {
  try {
    return signedDocument.parse(JSON.parse(text));
  } catch {
    throw new CommandFailure('malformed', `${RELEASE_DOCUMENT} is not a signed document.`);
  }
};
