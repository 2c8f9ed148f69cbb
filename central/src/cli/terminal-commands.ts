import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { spoken } from '../../../shared/protocol/crypto/keys.ts';
import type { Hash } from '../../../shared/protocol/ids.ts';
import { answerOf, once } from '../../client/client.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { timesIn, timesOf } from './depot-times.ts';
import { drawQr } from './draw-qr.ts';
import { findDepot, findTerminal, inDepotOrAll, type TerminalView } from './find.ts';
import { examples, printable, table } from './output.ts';
import { getList, type PageOptions, type PageQuery, withPages } from './pages.ts';

const writeOut = async (file: string, content: unknown): Promise<void> => {
  try {
    // The log has what drivers wrote in notes: for its owner's eyes.
    await writeFile(file, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  } catch {
    throw new CommandFailure('file-unwritable', `The file ${file} cannot be written.`, 2);
  }
};

/** The version of its app, and whether others of its depot have a later one. */
const versionOf = ({ app, behind, lastDock }: TerminalView): string => {
  const said = app ?? (lastDock === null ? '' : 'not said');
  return behind ? `${said} (older)` : said;
};

const detailsOf = (t: TerminalView, at: (instant: number) => string): string => {
  const lines = [
    `${t.name} (${t.id})`,
    `status: ${t.status}`,
    `version: ${versionOf(t)}`,
    `runs on: ${t.platform}`,
    `fingerprint: ${spoken(t.fingerprint as Hash)}`,
    `entries: ${t.acknowledged}`,
    `last dock: ${t.lastDock === null ? 'never' : at(t.lastDock)}`,
    `open stops: ${t.open}`,
    `findings: ${t.findings}`,
  ];
  const { wiped } = t;
  const proof =
    wiped === null
      ? 'wiped: no'
      : `wiped: ${at(wiped.at)}, by its own signed entry ${wiped.sequence} (${wiped.hash}), received ${at(wiped.receivedAt)}`;
  return [...lines, proof].map(printable).join('\n');
};

/** `terminal`: enrolment codes, the list, one and its wipe, replacement, export, revocation. */
export const addTerminalCommands = (program: Command, context: CommandContext): void => {
  const terminal = program.command('terminal').description('terminals');
  terminal
    .command('enrol')
    .description('create an enrolment code for one terminal; it works once, within 15 minutes')
    .requiredOption('--depot <depot>', 'name or id')
    .option('--name <name>', 'name of the terminal', 'Terminal')
    .action(async (options: { depot: string; name: string }) => {
      const { client, output } = context();
      const depot = await findDepot(client, options.depot);
      const offer = await answerOf(
        client.POST('/v1/depots/{depot}/enrolment-codes', {
          params: { path: { depot: depot.id } },
          body: { name: options.name },
        }),
      );
      const qr = await drawQr(offer.code);
      const at = await timesIn(client, depot.id);
      output.result(offer, () =>
        [
          qr,
          offer.code,
          `Scan it with the terminal before ${at(offer.expires)}. It works once.`,
        ].join('\n'),
      );
    });
  withPages(terminal.command('list'))
    .description('list terminals and how many log entries each has sent')
    .option('--depot <depot>', 'name or id')
    .action(async ({ depot, ...pages }: PageOptions & { depot?: string }) => {
      const { client, output } = context();
      const within = await inDepotOrAll(client, depot);
      const list = await getList(
        (page: PageQuery) =>
          client.GET('/v1/terminals', { params: { query: { ...within, ...page } } }),
        'terminals',
        pages,
      );
      const times = await timesOf(client, list.rows);
      output.result(list.document, () => {
        const rows = list.rows.map((t) => [
          t.name,
          t.id,
          t.wiped === null ? t.status : `${t.status} (wiped ${times.at(t.depot, t.wiped.at)})`,
          versionOf(t),
          times.at(t.depot, t.lastDock),
          t.acknowledged,
          t.open,
          t.findings,
        ]);
        const heads = ['name', 'id', 'status', 'version', 'last dock', 'entries', 'open stops'];
        return table([...heads, 'findings'], rows) + list.note + times.note;
      });
    });
  terminal
    .command('show <terminal>')
    .description('show one terminal, with the proof of its wipe if it was wiped')
    .action(async (asked: string) => {
      const { client, output } = context();
      const found = await findTerminal(client, asked);
      const at = await timesIn(client, found.depot);
      output.result(found, () => detailsOf(found, at));
    });
  terminal
    .command('rename <terminal> <name>')
    .description('rename a terminal; it is told with its next docking')
    .action(async (asked: string, name: string) => {
      const { client, output } = context();
      const { id, name: before } = await findTerminal(client, asked);
      const params = { path: { terminal: id } };
      const renamed = await answerOf(
        client.PATCH('/v1/terminals/{terminal}', { params, body: { name } }),
      );
      output.result(renamed, () =>
        printable(`terminal ${before} is called ${renamed.name} now (${id})`),
      );
    });
  terminal
    .command('replace <old> <new>')
    .description(
      'give the routes of one terminal to another, with new codes, and revoke the old one',
    )
    .option('--lost', 'the old terminal is lost or broken and cannot be wiped')
    .addHelpText('after', examples('terminal replace "Handheld 1" "Handheld 7" --lost'))
    .action(async (asked: string, by: string, { lost }: { lost?: true }) => {
      const { client, output } = context();
      const old = await findTerminal(client, asked);
      const next = await findTerminal(client, by);
      const params = { path: { terminal: old.id }, header: once() };
      const body = { by: next.id, lost: lost === true };
      const done = await answerOf(
        client.POST('/v1/terminals/{terminal}/replace', { params, body }),
      );
      const { wrong, replaced } = done.messages;
      output.result(done, () =>
        [
          ...done.routes.map(
            ({ name, day, open }) => `route ${name} of ${day}: ${open} open stops get new codes`,
          ),
          ...(replaced === 0 ? [] : [`${replaced} customers get another message with a new code`]),
          ...(wrong === 0 ? [] : [`${wrong} customers have a message that is wrong: tell them`]),
          `terminal ${next.name} replaces ${old.name}, which is revoked. Dock ${next.name} now.`,
        ]
          .map(printable)
          .join('\n'),
      );
    });
  terminal
    .command('export <terminal>')
    .description('export the log of a terminal to a file for `audit verify`')
    .requiredOption('--out <file>', 'output file')
    .action(async (asked: string, { out }: { out: string }) => {
      const { client, output } = context();
      const { id, name } = await findTerminal(client, asked);
      const log = await answerOf(
        client.GET('/v1/terminals/{terminal}/log', { params: { path: { terminal: id } } }),
      );
      await writeOut(out, log);
      const entries = log.entries.length;
      output.result({ terminal: id, entries, file: out }, () =>
        printable(`wrote ${entries} entries of terminal ${name} (${id}) to ${out}`),
      );
    });
  terminal
    .command('revoke <terminal>')
    .description('revoke a terminal, for good; it stops accepting at its next docking')
    .action(async (asked: string) => {
      const { client, output } = context();
      const { id } = await findTerminal(client, asked);
      const revoked = await answerOf(
        client.POST('/v1/terminals/{terminal}/revoke', { params: { path: { terminal: id } } }),
      );
      output.result(revoked, () => `revoked terminal ${revoked.name} (${revoked.id})`);
    });
};
