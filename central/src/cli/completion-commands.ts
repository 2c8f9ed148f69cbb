import { Argument, type Command, type Option } from 'commander';
import type { CommandContext } from './command-context.ts';
import { examples } from './output.ts';

/** What may stand where: `command` words, then options, arguments and values. */
type Place = {
  /** The words that lead there: `delivery cancel`. */
  readonly path: string;
  readonly words: readonly string[];
  readonly takesFile: boolean;
  readonly options: readonly Option[];
};

/** A value that is a file, by its name in the help. */
const isFile = (text: string): boolean => /^[<[](?:file|folder)/.test(text);
const isFileArgument = (argument: Argument): boolean => /^(?:file|folder)$/.test(argument.name());

const namesOf = ({ long, short }: Option): string[] =>
  [long, short].filter((name): name is string => name !== null && name !== undefined);

const placesOf = (command: Command, path = ''): Place[] => {
  const children = command.commands.filter((child) => child.name() !== 'help');
  const own: Place = {
    path,
    words: [
      ...children.map((child) => child.name()),
      ...command.options.flatMap(({ long }) => (long === undefined || long === null ? [] : [long])),
      ...(path === '' ? [] : ['--json']),
      '--help',
    ],
    takesFile: command.registeredArguments.some(isFileArgument),
    options: command.options,
  };
  return [own, ...children.flatMap((child) => placesOf(child, `${path} ${child.name()}`.trim()))];
};

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const valuesOf = (option: Option): string => {
  if (option.argChoices !== undefined) return `words=${quoted(option.argChoices.join(' '))}`;
  return isFile(/[<[].*$/.exec(option.flags)?.[0] ?? '') ? 'files=1' : ':';
};

/** What the value of an option may be, for each that takes one. */
const optionCases = ({ path, options }: Place): string[] =>
  options
    .filter(({ required, optional }) => required || optional)
    .map(
      (option) =>
        `    ${namesOf(option)
          .map((name) => quoted(`${path} ${name}`.trim()))
          .join('|')}) ${valuesOf(option)} ;;`,
    );

/** A function of bash that completes the command line, as its commands are now. */
export const bashCompletion = (program: Command): string => {
  const places = placesOf(program);
  const paths = places.filter(({ path }) => path !== '').map(({ path }) => quoted(path));
  const words = places.map(
    ({ path, words, takesFile }) =>
      `        ${quoted(path)}) words=${quoted(words.join(' '))}${takesFile ? ' files=1' : ''} ;;`,
  );
  return `# Completion of kerbside for bash. Load it with: source <(kerbside completion bash)
_kerbside() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  local path="" word words="" files=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
      ${paths.join('|')}) path="\${path:+$path }$word" ;;
    esac
  done
  case "\${path:+$path }$prev" in
${places.flatMap(optionCases).join('\n')}
    *)
      case "$path" in
${words.join('\n')}
      esac ;;
  esac
  COMPREPLY=()
  [ -z "$words" ] || mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
  if [ -n "$files" ] && [[ $cur != -* ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$cur")
  fi
}
complete -F _kerbside kerbside`;
};

const scriptFor = (shell: string, program: Command): string =>
  shell === 'zsh'
    ? `autoload -U +X compinit bashcompinit\ncompinit\nbashcompinit\n${bashCompletion(program)}`
    : bashCompletion(program);

/** `completion`: what a shell needs to complete commands and options. */
export const addCompletionCommand = (program: Command, context: CommandContext): void => {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh']))
    .description('print what bash or zsh needs to complete commands and options')
    .addHelpText('after', examples('completion bash > kerbside-completion.bash'))
    .action((shell: string) => {
      const script = scriptFor(shell, program);
      context().output.result({ shell, script }, () => script);
    });
};
