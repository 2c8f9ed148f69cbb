import { type Command, InvalidArgumentError } from 'commander';
import { PAGE_LANGUAGES } from '../../../shared/protocol/link/page-fragment.ts';
import { CommandFailure } from './central-client.ts';
import type { CommandContext } from './command-context.ts';
import { findDepot } from './find.ts';
import { printable, table, when } from './output.ts';

type Preview = {
  readonly language: string;
  readonly own: boolean;
  readonly text: string;
  readonly encoding: 'gsm' | 'ucs2';
  readonly parts: number;
  readonly costly: readonly string[];
};
type DepotMessages = {
  readonly keepCodeMinutes: number;
  readonly language: string;
  readonly previews: readonly Preview[];
};

const LANGUAGES: readonly string[] = PAGE_LANGUAGES;
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

/** What a person does about it. */
const WHAT_TO_DO: Readonly<Record<string, string>> = {
  'no-number': 'Ask the customer for a mobile number; at the door an override opens the stop.',
  'not-mobile':
    'This is no mobile number. Ask the customer for one, or use an override at the door.',
  'bad-number': 'The network does not know this number. Ask the customer, or use an override.',
  'unreachable-number': 'The telephone cannot be reached. Call the customer, or use an override.',
  blocked: 'The customer or the network blocks these messages. Call the customer.',
  expired: 'The telephone was off for too long. Call the customer, or use an override.',
  refused: 'The provider refuses this message. Look into its account; an override opens the stop.',
  unreachable: 'Central cannot reach the provider, and keeps trying. Check the connection.',
  busy: 'The provider is overloaded, and central keeps trying.',
  'not-authorised':
    'The provider refuses central’s account, and central keeps trying. Check its settings.',
  'no-answer': 'The provider does not answer, and central keeps trying. Ask the provider.',
  'not-understood':
    'The provider’s answer makes no sense, and central keeps trying. Check its settings.',
  silent: 'The network has not said that it arrived. The telephone may be off: call the customer.',
  late: 'It waits longer than it should. Check that central and its provider work.',
  'sent-after-all':
    'It went out while it was cancelled. Tell the customer that the code is not valid.',
};

const whatToDo = ({ trouble, reason }: Listed): string =>
  trouble === null
    ? ''
    : (WHAT_TO_DO[
        trouble === 'silent' || trouble === 'sent-after-all' ? trouble : (reason ?? trouble)
      ] ?? '');

type Listed = {
  readonly shortId: string;
  readonly state: string;
  readonly due: number;
  readonly attempts: number;
  readonly reason: string | null;
  readonly trouble: string | null;
};

const changesOf = (
  language: string | undefined,
  text: string | undefined,
): Readonly<Record<string, unknown>> => {
  if (text === undefined) return language === undefined ? {} : { language };
  if (language !== undefined) return { texts: { [language]: text === STANDARD ? null : text } };
  const sentence = 'Say which language the words are in: --language de.';
  throw new CommandFailure('language-missing', sentence, 2);
};

const minutes = (text: string): number => {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('must be whole minutes');
  return Number(text);
};

type TextOptions = {
  readonly language?: string;
  readonly text?: string;
  readonly keepCode?: number;
};

/** `message`: what customers are written, and what became of it. */
export const addMessageCommands = (program: Command, context: CommandContext): void => {
  const message = program.command('message').description('messages to customers');
  message
    .command('list')
    .description('list messages, the newest first')
    .option('--failed', 'only those that somebody must look at, with what to do')
    .option('--depot <depot>', 'name or id')
    .action(async ({ failed, depot }: { failed?: boolean; depot?: string }) => {
      const { client, output } = context();
      const query = new URLSearchParams({ failed: String(failed === true) });
      if (depot !== undefined) query.set('depot', (await findDepot(client, depot)).id);
      const list = await client.get<{ messages: Listed[]; more: boolean }>(`/v1/messages?${query}`);
      output.result(list, () => {
        const rows = list.messages.map((one) => [
          one.shortId,
          one.state,
          when(one.due),
          one.attempts,
          one.trouble,
          one.reason,
          whatToDo(one),
        ]);
        const heads = ['reference', 'state', 'due', 'tries', 'trouble', 'reason', 'what to do'];
        return table(heads, rows) + (list.more ? '\nThere are more.' : '');
      });
    });
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
    .option('--keep-code <minutes>', 'how long a code can be sent again (default: 30)', minutes)
    .action(async (asked: string, { language, text, keepCode }: TextOptions) => {
      const { client, output } = context();
      if (language !== undefined && !LANGUAGES.includes(language)) {
        const sentence = `The language must be one of ${LANGUAGES.join(', ')}.`;
        throw new CommandFailure('unknown-language', sentence, 2);
      }
      const path = `/v1/depots/${(await findDepot(client, asked)).id}/messages`;
      const isAsked = language === undefined && text === undefined && keepCode === undefined;
      const shown = isAsked
        ? await client.get<DepotMessages>(path)
        : await client.patch<DepotMessages>(path, {
            ...changesOf(language, text),
            ...(keepCode === undefined ? {} : { keepCodeMinutes: keepCode }),
          });
      output.result(shown, () =>
        [
          ...shown.previews.map((one) => describe(shown, one)),
          `a code is kept for ${shown.keepCodeMinutes} minutes after its message was taken`,
        ].join('\n'),
      );
    });
};
