import { readFile } from 'node:fs/promises';
import { parse, TomlError } from 'smol-toml';
import { err, ok, type Result } from '../../../shared/result.ts';

/** Why a file cannot be read, as the end of a sentence. */
export const whyUnreadable = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist';
  if (code === 'EACCES' || code === 'EPERM')
    return 'may not be read by the user that central runs as';
  if (code === 'EISDIR') return 'is a folder';
  return 'cannot be read';
};

/** What stands in a file of settings, by `group.name`; or what is wrong with all of it. */
export const readSettingsFile = async (
  file: string,
): Promise<Result<ReadonlyMap<string, unknown>, string>> => {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    return err(`${file} ${whyUnreadable(error)}`);
  }
  try {
    const groups = parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const settings = new Map<string, unknown>();
    for (const [group, members] of Object.entries(groups)) {
      const isGroup = typeof members === 'object' && members !== null && !Array.isArray(members);
      if (!isGroup || members instanceof Date) settings.set(group, members);
      else
        for (const [name, value] of Object.entries(members))
          settings.set(`${group}.${name}`, value);
    }
    return ok(settings);
  } catch (error) {
    if (!(error instanceof TomlError)) return err(`${file} is not written in UTF-8`);
    // The library's message quotes the lines around it; who mistypes may have typed a secret there.
    const what = error.message.split('\n')[0]?.replace('Invalid TOML document: ', '') ?? '';
    return err(`${file} is not TOML: line ${error.line}, column ${error.column}: ${what}`);
  }
};
