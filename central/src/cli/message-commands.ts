import type { Command } from 'commander';
import { CommandFailure } from './central-client.ts';
import type { CommandContext } from './command-context.ts';
import { findDepot } from './find.ts';
import { printable } from './output.ts';

type Preview = {
  readonly language: string;
  readonly own: boolean;
  readonly text: string;
  readonly encoding: 'gsm' | 'ucs2';
  readonly parts: number;
  readonly costly: readonly string[];
};
type DepotMessages = { readonly language: string; readonly previews: readonly Preview[] };

const LANGUAGES = ['en', 'de', 'fr', 'es', 'pl', 'ar'];
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

const changesOf = (
  language: string | undefined,
  text: string | undefined,
): Readonly<Record<string, unknown>> => {
  if (text === undefined) return { language };
  if (language !== undefined) return { texts: { [language]: text === STANDARD ? null : text } };
  const sentence = 'Say which language the words are in: --language de.';
  throw new CommandFailure('language-missing', sentence, 2);
};

/** `message`: what customers are written. */
export const addMessageCommands = (program: Command, context: CommandContext): void => {
  const message = program.command('message').description('messages to customers');
  message
    .command('text <depot>')
    .description("show a depot's messages, choose its language, or give it words of its own")
    .option('--language <language>', `one of ${LANGUAGES.join(', ')}`)
    .option(
      '--text <sentence>',
      'own words in that language, with {sender}, {day} and {window}; the code follows. `standard` goes back',
    )
    .addHelpText(
      'after',
      '\nExample:\n  kerbside message text "Berlin South" --language de\n  kerbside message text "Berlin South" --language de --text "{sender}: Paket {day}, {window}. Code nur an der Tür zeigen:"',
    )
    .action(async (asked: string, { language, text }: { language?: string; text?: string }) => {
      const { client, output } = context();
      if (language !== undefined && !LANGUAGES.includes(language)) {
        const sentence = `The language must be one of ${LANGUAGES.join(', ')}.`;
        throw new CommandFailure('unknown-language', sentence, 2);
      }
      const path = `/v1/depots/${(await findDepot(client, asked)).id}/messages`;
      const isAsked = language === undefined && text === undefined;
      const shown = isAsked
        ? await client.get<DepotMessages>(path)
        : await client.patch<DepotMessages>(path, changesOf(language, text));
      output.result(shown, () => shown.previews.map((one) => describe(shown, one)).join('\n'));
    });
};
