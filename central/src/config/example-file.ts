import { stringify } from 'smol-toml';
import type { Option } from './option.ts';
import { OPTION_NAMES, OPTIONS } from './options.ts';

const WIDTH = 96;

const asComment = (sentences: string): string =>
  (sentences.match(new RegExp(`.{1,${WIDTH}}(?= |$)`, 'g')) ?? [])
    .map((line) => `# ${line.trim()}\n`)
    .join('');

const HEAD = `# Kerbside central. Every option, with an example; those that begin with # are not set.
# Each can be set by the variable in brackets as well, which takes precedence.
# 'central config check --config FILE' says what is wrong with a file; nothing in it is a secret.
`;

/**
 * The file of settings with every option, each explained. `isSet`: which examples are set, and not
 * comments alone.
 */
export const exampleFile = (isSet: (name: string) => boolean = () => false): string => {
  let file = HEAD;
  let group = '';
  for (const name of OPTION_NAMES) {
    const [before = '', own = ''] = name.split('.');
    const { says, variable, example }: Option = OPTIONS[name];
    if (before !== group) file += `\n[${before}]\n`;
    group = before;
    const line = stringify({ [own]: example }).trim();
    file += `\n${asComment(`${says} [${variable}]`)}${isSet(name) ? '' : '# '}${line}\n`;
  }
  return file;
};
