import { Command } from 'commander';
import { ok, type Result } from '../../../shared/result.ts';
import { toStartOptions } from './central-options.ts';
import { exampleFile } from './example-file.ts';
import { OPTION_NAMES, type Values } from './options.ts';
import { type Configuration, readConfiguration } from './read-configuration.ts';

type Parts = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  /** Which file is named; null: none. */
  readonly file: () => string | null;
  /** Ends with this exit code. */
  readonly end: (code: 0 | 2) => void;
};

/** Reads all that a start reads, and looks no further: nothing is connected. */
const checkAll = async (
  env: Parts['env'],
  file: string | null,
): Promise<Result<Configuration, readonly string[]>> => {
  const read = await readConfiguration(env, file);
  if (!read.ok) return read;
  const options = await toStartOptions(read.value.values);
  if (!options.ok) return options;
  const warnings = [...read.value.warnings, ...options.value.warnings];
  return ok({ ...read.value, warnings });
};

const hidePassword = (value: Values[keyof Values]): unknown => {
  if (typeof value !== 'string' || !URL.canParse(value)) return value;
  const url = new URL(value);
  if (url.password === '') return value;
  url.password = '';
  return `${url} (its password is not shown)`;
};

/** `config check`, `show` and `example`. */
export const makeConfigCommand = ({ env, out, file, end }: Parts): Command => {
  const config = new Command('config').description('what central would start with').exitOverride();
  const say = (json: boolean | undefined, document: unknown, text: string): void =>
    out(json ? `${JSON.stringify(document)}\n` : text);
  config
    .command('check')
    .description('says all that is wrong with the configuration; exit code 2 if anything is')
    .option('--json', 'one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const read = await checkAll(env, file());
      if (!read.ok) {
        say(json, { faults: read.error }, read.error.map((one) => `${one}.\n`).join(''));
        return end(2);
      }
      const { warnings } = read.value;
      const text = [...warnings, 'The configuration is good.'].map((one) => `${one}\n`).join('');
      say(json, { faults: [], warnings }, text);
      end(0);
    });
  config
    .command('show')
    .description('shows each option, and where it was set; no secret')
    .option('--json', 'one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const read = await readConfiguration(env, file());
      if (!read.ok) {
        say(json, { faults: read.error }, read.error.map((one) => `${one}.\n`).join(''));
        return end(2);
      }
      const { values, origins } = read.value;
      const rows = OPTION_NAMES.map((name) => ({
        name,
        value: hidePassword(values[name]) ?? null,
        from: origins[name],
      }));
      const lines = rows.map(
        ({ name, value, from }) => `${name} = ${JSON.stringify(value)}  (${from})\n`,
      );
      say(json, { options: rows }, lines.join(''));
      end(0);
    });
  config
    .command('example')
    .description('prints a file with every option, explained')
    .action(() => {
      out(exampleFile());
      end(0);
    });
  return config;
};
