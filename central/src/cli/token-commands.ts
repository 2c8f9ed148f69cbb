import { base32nopad } from '@scure/base';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { toHex } from '../../../shared/protocol/codec/bytes.ts';
import type { paths } from '../../client/api.ts';
import { answerOf } from '../../client/client.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { findDepot, findToken } from './find.ts';
import { table } from './output.ts';
import { getList, type PageOptions, type PageQuery, withPages } from './pages.ts';
import { readGivenFile } from './read-file.ts';

type NewToken =
  paths['/v1/depots/{depot}/tokens']['post']['requestBody']['content']['application/json'];
type AddOptions = {
  readonly depot: string;
  readonly scheme: 'hotp' | 'totp' | 'ocra';
  readonly seed: 'base32' | 'hex';
  readonly seedFile?: string;
  readonly hash?: string;
  readonly digits?: number;
  readonly step?: number;
  readonly drift?: number;
  readonly lookAhead?: number;
  readonly resyncAhead?: number;
  readonly suite?: string;
  readonly pinHashFile?: string;
  readonly next?: number;
};

const whole = (text: string): number => {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('must be a whole number');
  return Number(text);
};

const blanks = /\s/g;

/** A seed as hexadecimal. What is not one is not repeated: it may nearly be a secret. */
const readSeed = (text: string, form: AddOptions['seed']): string => {
  const seed = text.replace(blanks, '');
  if (form === 'hex') return seed;
  try {
    return toHex(base32nopad.decode(seed.toUpperCase().replace(/=+$/, '')));
  } catch {
    throw new CommandFailure('bad-seed', 'The seed is not base32.');
  }
};

const PARAMETERS = {
  hotp: ['hash', 'digits', 'lookAhead', 'resyncAhead'],
  totp: ['hash', 'digits', 'step', 'drift'],
  ocra: ['suite', 'lookAhead', 'drift'],
} as const;
const OWN = ['hash', 'digits', 'step', 'drift', 'lookAhead', 'resyncAhead', 'suite'] as const;

/** The parameters as central takes them; one that the scheme does not have is wrong usage. */
const schemeOf = (options: AddOptions): NewToken['scheme'] => {
  const takes: readonly string[] = PARAMETERS[options.scheme];
  const given = OWN.filter((name) => options[name] !== undefined);
  const foreign = given.find((name) => !takes.includes(name));
  if (foreign !== undefined) {
    const sentence = `A ${options.scheme} token has no parameter ${foreign}.`;
    throw new CommandFailure('bad-parameter', sentence, 2);
  }
  const parameters = given.map((name) => [name === 'step' ? 'stepSeconds' : name, options[name]]);
  return { kind: options.scheme, ...Object.fromEntries(parameters) } as NewToken['scheme'];
};

const readText = async (file: string): Promise<string> =>
  new TextDecoder().decode(await readGivenFile(file));

/** `token`: customers' own tokens and authenticators. */
export const addTokenCommands = (program: Command, context: CommandContext): void => {
  const token = program.command('token').description("customers' tokens");
  token
    .command('add <serial>')
    .description("add a customer's token; its seed is read from standard input or a file")
    .requiredOption('--depot <depot>', 'name or id')
    .addOption(
      new Option('--scheme <scheme>', 'what the token computes')
        .choices(['hotp', 'totp', 'ocra'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--seed <form>', 'how the seed is written')
        .choices(['base32', 'hex'])
        .makeOptionMandatory(),
    )
    .option('--seed-file <file>', 'file with the seed (default: standard input)')
    .option('--hash <hash>', 'SHA1, SHA256 or SHA512 (default: SHA1)')
    .option('--digits <n>', 'digits of a code (default: 6)', whole)
    .option('--step <seconds>', 'totp: length of a time step (default: 30)', whole)
    .option('--drift <steps>', 'totp, ocra: time steps a clock may be off by (default: 1)', whole)
    .option('--look-ahead <n>', 'hotp, ocra: unused codes that may be skipped (default: 10)', whole)
    .option('--resync-ahead <n>', 'hotp: the same for two codes in a row (default: 100)', whole)
    .option('--suite <suite>', 'ocra: suite, such as OCRA-1:HOTP-SHA256-8:QN08')
    .option('--pin-hash-file <file>', "ocra: file with the PIN's hash, in hexadecimal")
    .option('--next <counter>', 'first unused counter (default: 0)', whole)
    .action(async (serial: string, options: AddOptions) => {
      const { client, output, input } = context();
      const scheme = schemeOf(options);
      const { seedFile, pinHashFile, next } = options;
      const seed = readSeed(
        seedFile === undefined ? await input() : await readText(seedFile),
        options.seed,
      );
      const depot = await findDepot(client, options.depot);
      const added = await answerOf(
        client.POST('/v1/depots/{depot}/tokens', {
          params: { path: { depot: depot.id } },
          body: {
            serial,
            scheme,
            seed,
            ...(pinHashFile === undefined
              ? {}
              : { pinHash: (await readText(pinHashFile)).replace(blanks, '') }),
            ...(next === undefined ? {} : { next }),
          },
        }),
      );
      output.result(added, () => `added token ${added.serial} (${added.id})`);
    });
  withPages(token.command('list'))
    .description('list the tokens of a depot')
    .requiredOption('--depot <depot>', 'name or id')
    .action(async ({ depot, ...pages }: PageOptions & { depot: string }) => {
      const { client, output } = context();
      const { id } = await findDepot(client, depot);
      const list = await getList(
        (query: PageQuery) =>
          client.GET('/v1/depots/{depot}/tokens', { params: { path: { depot: id }, query } }),
        'tokens',
        pages,
      );
      output.result(
        list.document,
        () =>
          table(
            ['serial', 'id', 'scheme', 'parameters', 'next', 'open stops', 'status'],
            list.rows.map((t) => [
              t.serial,
              t.id,
              t.kind,
              Object.values(t.parameters).join(' '),
              t.next,
              t.open,
              t.status,
            ]),
          ) + list.note,
      );
    });
  token
    .command('revoke <token>')
    .description(
      'revoke a token, by its serial number or id; its open deliveries get a code instead',
    )
    .requiredOption('--depot <depot>', 'name or id')
    .action(async (asked: string, options: { depot: string }) => {
      const { client, output } = context();
      const depot = await findDepot(client, options.depot);
      const { id } = await findToken(client, depot.id, asked);
      const revoked = await answerOf(
        client.POST('/v1/tokens/{token}/revoke', { params: { path: { token: id } } }),
      );
      output.result(revoked, () => `revoked token ${revoked.serial} (${revoked.id})`);
    });
};
