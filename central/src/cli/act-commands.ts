import { open } from 'node:fs/promises';
import type { Command } from 'commander';
import { spokenFingerprint, verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type {
  ActFault,
  ActFile,
  ActReport,
  EarlierEnd,
} from '../../../shared/protocol/verify/act-chain.ts';
import { type JudgedFile, judgeFile } from '../../../shared/protocol/verify/judge-file.ts';
import type { Schemas } from '../../client/client.ts';
import { piecesOf } from './central-client.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { examples, printable, table, when } from './output.ts';
import { getList, type PageOptions, type PageQuery, withPages } from './pages.ts';
import { earlierRootsOf } from './root-words.ts';

type Act = Schemas['Act'];

const FAULTS: Record<ActFault['fault'], (place: number) => string> = {
  'bad-keys': () => 'the list of keys is not signed by the root key that the file names',
  'bad-end': (place) => `signature ${place} is not central's`,
  'other-act': (place) => `one of the acts up to ${place} is not what central signed`,
  missing: (place) => `act ${place} is missing, or stands in another place`,
  short: (place) => `central signed ${place} acts, and the file has fewer: it was cut short`,
  unsigned: (place) => `central has not signed the acts from ${place} on`,
  'altered-text': (place) => `what stands beside act ${place} is not what was written of it`,
  'other-past': (place) =>
    `the earlier file had ${place} acts, and this one does not begin with them: it was begun anew, or is another central's`,
};

const countOf = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

const sentencesOf = (file: ActFile, { acts, end, faults }: ActReport): string[] => [
  `What operators of the central with the root key ${spokenFingerprint(file.root)} did.`,
  ...earlierRootsOf(file),
  end === null
    ? `${countOf(acts, 'act', 'acts')}; central signed none of them`
    : `${countOf(acts, 'act', 'acts')}; central signed them up to act ${end.place} at ${when(end.at)}`,
  faults.length === 0
    ? 'Of these none was changed, taken out or put in. What they call people stands beside them, and is not proved.'
    : `${countOf(faults.length, 'fault', 'faults')}:`,
  ...faults.map(({ fault, place }) => `  ${FAULTS[fault](place)} [${fault}]`),
];

/** Where an audit ends that somebody kept. Throws if it does not hold itself. */
export const readEarlier = (bytes: Uint8Array): EarlierEnd => {
  const judged = judgeFile(bytes, null, verifySignature);
  const known = judged.kind === 'acts' && judged.read.ok ? judged.read.value : null;
  if (known === null || known.report.end === null || known.report.faults.length > 0) {
    const sentence = 'The earlier file is no exported audit that holds. Nothing was checked.';
    throw new CommandFailure('earlier-file-bad', sentence);
  }
  return { root: known.file.root, end: known.report.end };
};

/** Says what of an exported audit holds, and beside an earlier one, if there is one. */
export const showActs = (
  { output }: Pick<ReturnType<CommandContext>, 'output'>,
  { read }: Extract<JudgedFile, { kind: 'acts' }>,
  known: EarlierEnd | null,
  held: boolean,
): void => {
  if (!read.ok) {
    const sentence = 'The file is not an exported audit. Nothing was checked.';
    throw new CommandFailure(read.error.code, sentence);
  }
  const { file, report } = read.value;
  output.result({ ok: held, root: spokenFingerprint(file.root), ...report }, () =>
    [
      ...sentencesOf(file, report),
      known === null
        ? 'Acts after these, or a chain that was begun anew, would not be noticed: compare with an earlier export by --earlier.'
        : `They contain the ${known.end.place} acts of the earlier file.`,
    ]
      .slice(0, held || known === null ? undefined : -1)
      .join('\n'),
  );
};

/** Each id with what it is called: `depot Berlin South (3f0c…)`. */
const subjectOf = ({ subject, names }: Act): string =>
  Object.entries(subject)
    .map(([member, value]) => {
      const named = String(value)
        .split(' ')
        .map((one) => (names[one] === undefined ? one : `${names[one]} (${one})`));
      return `${member} ${named.join(' ')}`;
    })
    .join(', ');

type ListOptions = PageOptions & { readonly act?: string; readonly of?: string };

/** `audit list` and `audit export`: what operators did. */
export const addActCommands = (audit: Command, context: CommandContext): void => {
  withPages(audit.command('list'))
    .description('list what operators did, the newest first')
    .option('--act <act>', 'only one kind, as `override-shown`')
    .option('--of <id>', 'only what names this id')
    .addHelpText('after', examples('audit list', 'audit list --act override-shown'))
    .action(async ({ act, of, ...pages }: ListOptions) => {
      const { client, output } = context();
      const query = { ...(act === undefined ? {} : { act }), ...(of === undefined ? {} : { of }) };
      const list = await getList(
        (page: PageQuery) => client.GET('/v1/audit', { params: { query: { ...query, ...page } } }),
        'acts',
        pages,
      );
      output.result(list.document, () => {
        const rows = list.rows.map((one) => [
          one.id,
          when(one.at),
          one.actor,
          one.act,
          subjectOf(one),
        ]);
        return table(['id', 'at', 'who', 'act', 'what'], rows) + list.note;
      });
    });
  audit
    .command('export')
    .description('write everything that operators did to a file for `audit verify`')
    .requiredOption('--out <file>', 'output file')
    .addHelpText('after', examples('audit export --out may.json'))
    .action(async ({ out }: { out: string }) => {
      const { client, output } = context();
      // It has whom overrides were shown to, and why: for its owner's eyes.
      // And an earlier one is never written over: it is what a later one is compared with.
      const file = await open(out, 'wx', 0o600).catch(() => {
        const sentence = `The file ${out} exists already, or cannot be written.`;
        throw new CommandFailure('file-unwritable', sentence, 2);
      });
      try {
        for await (const piece of piecesOf(
          client.streams.GET('/v1/audit/export', { parseAs: 'stream' }),
        ))
          await file.write(piece);
      } finally {
        await file.close();
      }
      output.result({ file: out }, () => printable(`wrote what operators did to ${out}`));
    });
};
