import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { closest, distance } from 'fastest-levenshtein';
import { err, ok, type Result } from '../../../shared/result.ts';
import { checkTogether } from './check-together.ts';
import type { Option } from './option.ts';
import { OPTION_NAMES, OPTIONS, type OptionName, type Values } from './options.ts';
import { readSettingsFile, whyUnreadable } from './read-file.ts';

type Origin = 'file' | 'variable' | 'default';

/** What central is to run with, and where each of it was said. */
export type Configuration = {
  readonly values: Values;
  readonly origins: Readonly<Record<OptionName, Origin>>;
  /** What works, and should not be so; a sentence each. */
  readonly warnings: readonly string[];
};

type Environment = Readonly<Record<string, string | undefined>>;
type Found = { readonly value: unknown; readonly origin: Origin };

const PREFIX = 'KERBSIDE_';
/** A name so far from one that there is may be meant for it. */
const NEAR = 2;

const didYouMean = (name: string, known: readonly string[]): string => {
  const inGroup = known.find((one) => one.endsWith(`.${name}`));
  if (inGroup !== undefined) return `; did you mean ${inGroup}?`;
  const nearest = closest(name, [...known]);
  return distance(name, nearest) <= Math.max(NEAR, name.length / 3)
    ? `; did you mean ${nearest}?`
    : '';
};

/** A variable's text as the value that it stands for; text that is none stays text, and is refused. */
const fromVariable = (text: string, { reading }: Option): unknown => {
  if (reading === 'list') return text.split(',').map((one) => one.trim());
  return reading === 'number' && /^\d{1,9}$/.test(text) ? Number(text) : text;
};

const findUnknown = (
  settings: ReadonlyMap<string, unknown>,
  env: Environment,
  file: string | null,
): string[] => {
  const inFile = [...settings.keys()]
    .filter((name) => !(name in OPTIONS))
    .map((name) => `${name} in ${file} is no option${didYouMean(name, OPTION_NAMES)}`);
  const variables = OPTION_NAMES.map((name) => OPTIONS[name].variable);
  // Other programs have variables too: only what is nearly one of ours was meant for us.
  const nearly = Object.keys(env).filter((name) => {
    if (!env[name] || variables.some((one) => one === name)) return false;
    const nearest = closest(name, variables);
    // The short ones are near to too much that is somebody else's.
    const isOurs = name.startsWith(PREFIX) || nearest === OPTIONS['database.url'].variable;
    return isOurs && distance(name, nearest) <= Math.max(NEAR, Math.floor(name.length / 6));
  });
  return [
    ...inFile,
    ...nearly.map((name) => `${name} is no variable of central's${didYouMean(name, variables)}`),
  ];
};

const checkPath = async (path: string, leads: Option['leads']): Promise<string | null> => {
  try {
    await access(path, constants.R_OK);
    const found = await stat(path);
    if (found.isDirectory()) return `names ${path}, which is a folder`;
    if (leads === 'secret' && process.platform !== 'win32' && (found.mode & 0o007) !== 0) {
      return `names ${path}, which everyone on this machine can read; run: chmod o= ${path}`;
    }
    return null;
  } catch (error) {
    return `names ${path}, which ${whyUnreadable(error)}`;
  }
};

/** Relative paths begin where they were written: beside the file, or where central was started. */
const settlePath = (value: unknown, { leads, unless }: Option, base: string): unknown => {
  if (leads === null || value === undefined || value === unless) return value;
  return Array.isArray(value)
    ? value.map((one) => resolve(base, String(one)))
    : resolve(base, String(value));
};

const PASSWORD_IN_ENVIRONMENT =
  'DATABASE_URL has a password: it can be read in the environment of every process of this user. Write it into a file, and name that by KERBSIDE_DATABASE_PASSWORD_FILE.';

/**
 * Reads central's options from the environment and from a file, if there is one, and says all that is
 * wrong with them, a sentence each. What a variable says takes precedence; an empty one says nothing.
 */
export const readConfiguration = async (
  env: Environment,
  file: string | null,
): Promise<Result<Configuration, readonly string[]>> => {
  const read = file === null ? ok(new Map<string, unknown>()) : await readSettingsFile(file);
  const faults: string[] = read.ok ? [] : [read.error];
  const settings = read.ok ? read.value : new Map<string, unknown>();
  faults.push(...findUnknown(settings, env, file));

  const find = (name: OptionName): Found => {
    const variable = env[OPTIONS[name].variable];
    if (variable) return { value: fromVariable(variable, OPTIONS[name]), origin: 'variable' };
    if (settings.has(name)) return { value: settings.get(name), origin: 'file' };
    return { value: undefined, origin: 'default' };
  };
  const nameOf = (name: OptionName): string =>
    find(name).origin === 'variable' ? OPTIONS[name].variable : `${name} in ${file}`;

  const values: Partial<Record<OptionName, unknown>> = {};
  const origins: Partial<Record<OptionName, Origin>> = {};
  for (const name of OPTION_NAMES) {
    const one: Option = OPTIONS[name];
    const { value, origin } = find(name);
    origins[name] = origin;
    const parsed = one.schema.safeParse(value, { reportInput: false });
    if (!parsed.success) {
      const said = new Set(parsed.error.issues.map(({ message }) => message));
      faults.push(`${nameOf(name)} ${[...said].join(', and ')}`);
      continue;
    }
    const base = origin === 'file' && file !== null ? dirname(resolve(file)) : process.cwd();
    values[name] = settlePath(parsed.data, one, base);
    if (one.leads === null || one.leads === 'place' || parsed.data === one.unless) continue;
    for (const path of [values[name]].flat()) {
      const fault = path === undefined ? null : await checkPath(String(path), one.leads);
      if (fault !== null) faults.push(`${nameOf(name)} ${fault}`);
    }
  }
  faults.push(
    ...checkTogether({
      values: values as Partial<Values>,
      isSet: (name) => find(name).origin !== 'default',
      nameOf,
      isFromFile: (name) => find(name).origin === 'file',
    }),
  );
  if (faults.length > 0) return err(faults);
  const url = values['database.url'];
  const isOpen = typeof url === 'string' && new URL(url).password !== '';
  return ok({
    values: values as Values,
    origins: origins as Record<OptionName, Origin>,
    warnings: isOpen ? [PASSWORD_IN_ENVIRONMENT] : [],
  });
};
