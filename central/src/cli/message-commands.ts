import { type Command, InvalidArgumentError, Option } from 'commander';
import { PAGE_LANGUAGES } from '../../../shared/protocol/link/page-fragment.ts';
import type { paths } from '../../client/api.ts';
import { answerOf, type Schemas } from '../../client/client.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { timesOf } from './depot-times.ts';
import { findDepot, inDepotOrAll } from './find.ts';
import { whatToDo } from './message-troubles.ts';
import { examples, printable, table } from './output.ts';
import { getList, type PageOptions, type PageQuery, withPages } from './pages.ts';

type DepotMessages = Schemas['DepotMessages'];
type Preview = DepotMessages['previews'][number];

/** The first code, one instead of it, two ways of another time, and that nobody comes. */
const KINDS = ['code', 'void', 'time-changed', 'code-follows', 'cancelled'];
const LANGUAGES: readonly string[] = PAGE_LANGUAGES;
const isLanguage = (text: string): text is DepotMessages['language'] => LANGUAGES.includes(text);
/** What takes a depot's own words away. */
const STANDARD = 'standard';

const describe = (
  shown: DepotMessages,
  { language, own, text, encoding, parts, costly }: Preview,
): string => {
  const kind = encoding === 'gsm' ? '7 bits a letter' : '16 bits a letter';
  const count = parts === 1 ? '1 message' : `${parts} messages`;
  const which = `${language}${language === shown.language ? ' (used)' : ''}${own ? ', own words' : ''}`;
  const warning =
    costly.length === 0 ? '' : `\n  Without ${costly.join(' ')} it would be fewer messages.`;
  const lines = text.split('\n').map((line) => `  ${printable(line)}`);
  return `${which}: ${count}, ${kind}${warning}\n${lines.join('\n')}`;
};

type ListOptions = PageOptions & { readonly failed?: true; readonly depot?: string };

type Changes =
  paths['/v1/depots/{depot}/messages']['patch']['requestBody']['content']['application/json'];

const changesOf = (
  language: DepotMessages['language'] | undefined,
  kind: string,
  text: string | undefined,
): Changes => {
  if (text === undefined) return language === undefined ? {} : { language };
  if (language !== undefined) {
    return { texts: { [kind]: { [language]: text === STANDARD ? null : text } } };
  }
  const sentence = 'Say which language the words are in: --language de.';
  throw new CommandFailure('language-missing', sentence, 2);
};

const minutes = (text: string): number => {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('must be whole minutes');
  return Number(text);
};

type TextOptions = {
  readonly language?: string;
  readonly kind: string;
  readonly text?: string;
  readonly keepCode?: number;
};

/** `message`: what customers are written, and what became of it. */
export const addMessageCommands = (program: Command, context: CommandContext): void => {
  const message = program.command('message').description('messages to customers');
  withPages(message.command('list'))
    .description('list messages, the newest first')
    .option('--failed', 'only those that somebody must look at, with what to do')
    .option('--depot <depot>', 'name or id')
    .action(async ({ failed, depot, ...pages }: ListOptions) => {
      const { client, output } = context();
      const query = { failed: failed === true, ...(await inDepotOrAll(client, depot)) };
      const list = await getList(
        (page: PageQuery) =>
          client.GET('/v1/messages', { params: { query: { ...query, ...page } } }),
        'messages',
        pages,
      );
      const times = await timesOf(client, list.rows);
      output.result(list.document, () => {
        const rows = list.rows.map((one) => [
          one.shortId,
          one.kind,
          one.state,
          one.awaitsDocking ? 'when docked' : times.at(one.depot, one.due),
          one.attempts,
          one.trouble,
          one.reason,
          whatToDo(one),
        ]);
        const heads = [
          'reference',
          'about',
          'state',
          'due',
          'tries',
          'trouble',
          'reason',
          'what to do',
        ];
        return table(heads, rows) + list.note + times.note;
      });
    });
  message
    .command('text <depot>')
    .description("show a depot's messages, choose its language, or give it words of its own")
    .option('--language <language>', `one of ${LANGUAGES.join(', ')}`)
    .addOption(new Option('--kind <kind>', 'which of the texts').choices(KINDS).default('code'))
    .option(
      '--text <sentence>',
      'own words of that kind in that language, with {sender}, {day} and {window}. `standard` goes back',
    )
    .addHelpText(
      'after',
      examples(
        'message text "Berlin South" --language de',
        'message text "Berlin South" --language de --text "{sender}: Paket {day}, {window}. Code nur an der Tür zeigen:"',
        'message text "Berlin South" --kind cancelled',
      ),
    )
    .option('--keep-code <minutes>', 'how long a code can be sent again (default: 30)', minutes)
    .action(async (asked: string, { language, kind, text, keepCode }: TextOptions) => {
      const { client, output } = context();
      if (language !== undefined && !isLanguage(language)) {
        const sentence = `The language must be one of ${LANGUAGES.join(', ')}.`;
        throw new CommandFailure('unknown-language', sentence, 2);
      }
      const params = { path: { depot: (await findDepot(client, asked)).id } };
      const isAsked = language === undefined && text === undefined && keepCode === undefined;
      const shown = isAsked
        ? await answerOf(client.GET('/v1/depots/{depot}/messages', { params }))
        : await answerOf(
            client.PATCH('/v1/depots/{depot}/messages', {
              params,
              body: {
                ...changesOf(language, kind, text),
                ...(keepCode === undefined ? {} : { keepCodeMinutes: keepCode }),
              },
            }),
          );
      output.result(shown, () =>
        [
          ...shown.previews.filter((one) => one.kind === kind).map((one) => describe(shown, one)),
          `a code is kept for ${shown.keepCodeMinutes} minutes after its message was taken`,
        ].join('\n'),
      );
    });
};
