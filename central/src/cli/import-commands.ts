import { type FileHandle, open, unlink } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { paths } from '../../client/api.ts';
import { answerOf, type Schemas } from '../../client/client.ts';
import { type CentralClient, piecesOf } from './central-client.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { findDepot } from './find.ts';
import { describe, number, refusalOf } from './import-texts.ts';
import { examples, table } from './output.ts';

type Import = Schemas['Import'];
type Headings = Schemas['ImportHeadings'];
/** Where an import is. */
type Place = { readonly depot: string; readonly import: string };
type ImportOptions = {
  readonly depot: string;
  readonly dryRun?: true;
  readonly goodOnly?: true;
  readonly again?: true;
  readonly rest?: string;
  readonly map: readonly string[];
};
const mapping = (text: string, before: readonly string[]): readonly string[] => {
  if (/.=[a-z_]+$/.test(text)) return [...before, text];
  throw new InvalidArgumentError('must be a heading and a column, such as "Handy=phone"');
};

/** Files with a delivery as JSON in each line. */
const JSON_LINES = /\.(?:ndjson|jsonl)$/i;

const openGiven = async (file: string): Promise<FileHandle> => {
  try {
    const handle = await open(file, 'r');
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
  } catch {
    // Said below.
  }
  throw new CommandFailure('file-unreadable', `The file ${file} cannot be read.`, 2);
};

/** A new file, made before anything is imported. It has names and addresses: nobody else reads it. */
const openRest = async (file: string): Promise<FileHandle> => {
  try {
    return await open(file, 'wx', 0o600);
  } catch {
    const sentence = `The file ${file} for the rest cannot be made, or exists already.`;
    throw new CommandFailure('file-not-writable', sentence, 2);
  }
};

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Asks until an import is at an end. */
const follow = async (
  client: CentralClient,
  path: Place,
  progress: (text: string) => void,
): Promise<Import> => {
  for (let ms = FIRST_PAUSE_MS; ; ms = Math.min(ms * 2, LONGEST_PAUSE_MS)) {
    const found = await answerOf(
      client.GET('/v1/depots/{depot}/imports/{import}', { params: { path } }),
    );
    if (!['receiving', 'running'].includes(found.state)) return found;
    const share = found.bytes === 0 ? 0 : Math.floor((100 * found.bytesRead) / found.bytes);
    progress(`${number(found.rowsRead)} rows, ${share} %`);
    await pause(ms);
  }
};

const writeRest = async (
  client: CentralClient,
  path: Place,
  rest: FileHandle | null,
  file: string | undefined,
  hasRest: boolean,
): Promise<void> => {
  if (rest === null || file === undefined) return;
  if (hasRest) {
    const asked = client.streams.GET('/v1/depots/{depot}/imports/{import}/rest', {
      params: { path },
      parseAs: 'stream',
    });
    for await (const piece of piecesOf(asked)) await rest.write(piece);
  }
  await rest.close();
  if (!hasRest) await unlink(file);
};

type Sent = paths['/v1/depots/{depot}/imports']['post']['parameters'];

/** Sends a file as it is read, for as long as that takes. */
const sendFile = (
  client: CentralClient,
  params: Pick<Sent, 'path' | 'query'>,
  file: Readable,
  type: string,
): Promise<{ readonly id: string }> => {
  // A stream stands where the description has the whole file.
  const streamed = { bodySerializer: (body: unknown) => body as Buffer, duplex: 'half' as const };
  const sending = client.streams.POST('/v1/depots/{depot}/imports', {
    params,
    headers: { 'content-type': type },
    body: file as unknown as string,
    ...streamed,
  });
  return answerOf(sending).finally(() => file.destroy());
};

const runImport = async (
  { client, output, progress }: ReturnType<CommandContext>,
  file: string,
  options: ImportOptions,
): Promise<void> => {
  const { depot, dryRun, goodOnly, again, rest, map } = options;
  if ((goodOnly === true && dryRun !== true) !== (rest !== undefined)) {
    const sentence =
      'Say where the rows go that cannot be imported: --good-only --rest FILE, both or neither.';
    throw new CommandFailure('no-rest-file', sentence, 2);
  }
  const given = await openGiven(file);
  let restFile: FileHandle | null = null;
  let isWritten = false;
  try {
    const { id, timeZone } = await findDepot(client, depot);
    restFile = rest === undefined ? null : await openRest(rest);
    const query = {
      map: [...map],
      dryRun: dryRun === true,
      goodOnly: goodOnly === true,
      again: again === true,
    };
    progress('sending the file');
    const stream = given.createReadStream({ autoClose: false });
    const type = JSON_LINES.test(file) ? 'application/x-ndjson' : 'application/octet-stream';
    const begun = await sendFile(client, { path: { depot: id }, query }, stream, type);
    const path = { depot: id, import: begun.id };
    const done = await follow(client, path, progress);
    const refusal = done.state === 'done' ? null : refusalOf(done, timeZone);
    if (refusal !== null) throw refusal;
    await writeRest(client, path, restFile, rest, done.hasRest);
    isWritten = true;
    const { report, sameAs } = done;
    if (report === null) throw new CommandFailure('central-failed', 'The import has no report.');
    progress('');
    output.result({ id: done.id, sameAs, ...report }, () =>
      describe(report, sameAs, timeZone, options),
    );
  } finally {
    progress('');
    await given.close();
    if (restFile !== null && rest !== undefined && !isWritten) {
      await restFile.close();
      await unlink(rest);
    }
  }
};

const showHeadings = ({ columns, headings }: Headings): string =>
  [
    table(
      ['column', 'also known as'],
      columns.map(({ name, others }) => [name, others.join(', ')]),
    ),
    '',
    table(
      ['heading of this depot', 'means'],
      headings.map(({ heading, meaning }) => [heading, meaning]),
    ),
  ].join('\n');

/** `delivery import`, `delivery template` and `delivery columns`. */
export const addImportCommands = (delivery: Command, context: CommandContext): void => {
  delivery
    .command('import <file>')
    .description('import a file of deliveries, all of them or none (docs/import.md)')
    .requiredOption('--depot <depot>', 'name or id')
    .option('--dry-run', 'only say what would be imported')
    .option('--good-only', 'import the rows without errors')
    .option('--rest <file>', 'with --good-only: where the other rows go, to be mended')
    .option('--again', 'also import parcels that were delivered or tried on that day already')
    .option(
      '--map <heading=column>',
      'what a heading means; `ignore`: nothing. Kept for the depot. May be repeated',
      mapping,
      [],
    )
    .addHelpText(
      'after',
      examples(
        'delivery import today.csv --depot "Berlin South" --dry-run',
        'delivery import today.csv --depot "Berlin South" --good-only --rest mend.csv',
        'delivery import today.csv --depot "Berlin South" --map "Handy-Nr=phone" --map "Shop=ignore"',
        'delivery import today.ndjson --depot "Berlin South"',
      ),
    )
    .action((file: string, options: ImportOptions) => runImport(context(), file, options));

  delivery
    .command('template')
    .description('print a file to fill, with an example for tomorrow')
    .requiredOption('--depot <depot>', 'name or id')
    .action(async (options: { depot: string }) => {
      const { client, output } = context();
      const { id } = await findDepot(client, options.depot);
      const params = { path: { depot: id } };
      const template = await answerOf(
        client.GET('/v1/depots/{depot}/import-template', { params, parseAs: 'text' }),
      );
      output.result({ template }, () => template.trimEnd());
    });

  delivery
    .command('columns')
    .description("show the columns of files, or change what headings of a depot's files mean")
    .requiredOption('--depot <depot>', 'name or id')
    .option('--map <heading=column>', 'what a heading means; may be repeated', mapping, [])
    .option(
      '--forget <heading>',
      'what was said of a heading; may be repeated',
      (text: string, before: readonly string[]) => [...before, text],
      [],
    )
    .action(
      async (options: { depot: string; map: readonly string[]; forget: readonly string[] }) => {
        const { client, output } = context();
        const { id } = await findDepot(client, options.depot);
        const params = { path: { depot: id } };
        const { map, forget } = options;
        const body = { map: [...map], forget: [...forget] };
        const shown =
          map.length + forget.length === 0
            ? await answerOf(client.GET('/v1/depots/{depot}/import-headings', { params }))
            : await answerOf(
                client.PATCH('/v1/depots/{depot}/import-headings', {
                  params,
                  body,
                }),
              );
        output.result(shown, () => showHeadings(shown));
      },
    );
};
