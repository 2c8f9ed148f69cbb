import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { trustAuthorities } from './config/authorities.ts';
import { toStartOptions } from './config/central-options.ts';
import { makeConfigCommand } from './config/config-commands.ts';
import { readConfiguration } from './config/read-configuration.ts';
import { letInOnMachine } from './let-in.ts';
import {
  endKeyOnMachine,
  listKeysOnMachine,
  rollMasterKeyOnMachine,
  type ShownKey,
} from './roll-key.ts';
import { addRootCommands } from './root-commands.ts';
import { createCentral, SET_UP_FILE } from './server.ts';
import { type StartProblem, startProblem } from './start-problem.ts';

/** Wrong configuration is 2, like wrong usage of a command; everything else that fails is 1. */
const refuse = ({ code, sentence }: StartProblem, details: readonly string[] = []): never => {
  console.error(`central does not start: ${sentence} [${code}]`);
  for (const detail of details) console.error(`  ${detail}.`);
  process.exit(code === 'bad-configuration' ? 2 : 1);
};

/** What a command was asked for was not done. */
const fail = ({ code, sentence }: StartProblem): never => {
  console.error(`${sentence} [${code}]`);
  process.exit(1);
};

/** One fault is said at once; several are listed. */
const refuseFaults = (faults: readonly string[]): never => {
  const [only, ...more] = faults;
  if (more.length === 0) return refuse(startProblem('bad-configuration', `${only}.`));
  const sentence = `The configuration has ${faults.length} faults.`;
  return refuse(startProblem('bad-configuration', sentence), faults);
};

const readOptions = async (file: string | null) => {
  const configuration = await readConfiguration(process.env, file);
  if (!configuration.ok) return refuseFaults(configuration.error);
  const options = await toStartOptions(configuration.value.values);
  if (!options.ok) return refuseFaults(options.error);
  const warnings = [...configuration.value.warnings, ...options.value.warnings];
  for (const warning of warnings) console.error(warning);
  trustAuthorities(options.value.authorities);
  return options.value.central;
};

/** On a person's terminal the link itself, which a log must not have. */
const describeLink = (link: string, dataFolder: string): string => {
  const file = join(dataFolder, SET_UP_FILE);
  const where = process.stderr.isTTY ? `open ${link}` : `open the link in ${file}`;
  return `Nobody signs in as an admin yet. To be the first, ${where} within 24 hours.`;
};

const letIn = async (file: string | null): Promise<void> => {
  const made = await letInOnMachine(await readOptions(file));
  if (!made.ok) return fail(made.error);
  console.log(`To become an admin, open within 24 hours: ${made.value.link}`);
};

const rollKey = async (file: string | null): Promise<void> => {
  const options = await readOptions(file);
  const rolled = await rollMasterKeyOnMachine(options);
  if (!rolled.ok) return fail(rolled.error);
  console.log(
    `The master key is another one. Copy its file to every machine that runs central, and reload central there. Keep ${rolled.value.before} with the backups of the database that were made until now: nothing else opens them.`,
  );
};

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

const describeKey = ({ id, purpose, signsFrom, notAfter }: ShownKey): string =>
  `${id.padEnd(20)} ${purpose.padEnd(10)} from ${dayOf(signsFrom)} until ${dayOf(notAfter)}`;

const listKeys = async (file: string | null): Promise<void> => {
  const keys = await listKeysOnMachine(await readOptions(file));
  if (!keys.ok) return fail(keys.error);
  for (const key of keys.value) console.log(describeKey(key));
};

const endKey = async (file: string | null, id: string): Promise<void> => {
  const ended = await endKeyOnMachine(await readOptions(file), id);
  if (!ended.ok) return fail(ended.error);
  const { purpose, next, passes } = ended.value;
  console.log(
    `The ${purpose} key ${id} has ended, and ${next} signs in its place. Each terminal knows it from its next docking on.`,
  );
  if (purpose === 'pass') console.log(`Passes that open nothing any more: ${passes}.`);
};

const start = async (file: string | null): Promise<void> => {
  const options = await readOptions(file);
  const central = createCentral({ ...options, say: (sentence) => console.error(sentence) });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    central.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  // Before the start: a signal in the middle of it must not leave PostgreSQL behind.
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const running = await central.start();
  if (stopping) return;
  if (!running.ok) return refuse(running.error);
  process.on('SIGHUP', () => void running.value.reload());
  if (options.databaseUrl === undefined) {
    console.error(
      'This PostgreSQL is for trying out: nothing is copied elsewhere. Set database.url.',
    );
  }
  if (running.value.ports.outbox !== null) {
    console.error('SMS messages go to the development outbox, where staff can read the codes.');
  }
  const { setUpLink, url } = running.value;
  if (setUpLink !== null) console.error(describeLink(setUpLink, options.dataFolder));
  console.log(`central is ready at ${url}`);
};

const program = new Command('central')
  .description("Kerbside's central service; without a command it starts")
  .option('--config <file>', 'its settings, as TOML [KERBSIDE_CONFIG]')
  .exitOverride();
const fileOf = (): string | null =>
  program.opts<{ config?: string }>().config || process.env['KERBSIDE_CONFIG'] || null;
program.action(() => start(fileOf()));
program
  .command('let-in')
  .description('make a link by which somebody becomes an admin: for when no admin can come in')
  .action(() => letIn(fileOf()));
program
  .command('roll-master-key')
  .description('seal every key in the database with a new master key, while central runs')
  .action(() => rollKey(fileOf()));
program
  .command('list-keys')
  .description('list the keys that sign for central')
  .action(() => listKeys(fileOf()));
program
  .command('end-key')
  .description('end a signing key that leaked, while central runs; another one signs at once')
  .argument('<key>', 'its name, as `list-keys` shows it')
  .action((key: string) => endKey(fileOf(), key));
addRootCommands(program, {
  options: () => readOptions(fileOf()),
  fail,
  say: (line) => console.log(line),
});
program.addCommand(
  makeConfigCommand({
    env: process.env,
    out: (text) => process.stdout.write(text),
    file: fileOf,
    end: (code) => {
      process.exitCode = code;
    },
  }),
);

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  console.error('central failed to start:', error instanceof Error ? error.message : 'unknown');
  process.exit(1);
});
