import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { CommandFailure } from './central-client.ts';
import type { CommandContext } from './command-context.ts';
import { drawQr } from './draw-qr.ts';
import { findDepot, findTerminal, type TerminalView } from './find.ts';
import { printable, table, when } from './output.ts';

type Offer = { readonly code: string; readonly expires: number };

const writeOut = async (file: string, content: unknown): Promise<void> => {
  try {
    // The log has what drivers wrote in notes: for its owner's eyes.
    await writeFile(file, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  } catch {
    throw new CommandFailure('file-unwritable', `The file ${file} cannot be written.`, 2);
  }
};

/** `terminal`: enrolment codes, the list, the export of a log, revocation. */
export const addTerminalCommands = (program: Command, context: CommandContext): void => {
  const terminal = program.command('terminal').description('terminals');
  terminal
    .command('enrol')
    .description('make a code that enrols one terminal, once, within 15 minutes')
    .requiredOption('--depot <depot>', 'name or id')
    .option('--name <name>', 'what the terminal will be called', 'Terminal')
    .action(async (options: { depot: string; name: string }) => {
      const { client, output } = context();
      const depot = await findDepot(client, options.depot);
      const path = `/v1/depots/${depot.id}/enrolment-codes`;
      const offer = await client.post<Offer>(path, { name: options.name });
      const qr = await drawQr(offer.code);
      output.result(offer, () =>
        [
          qr,
          offer.code,
          `Scan it with the terminal before ${when(offer.expires)}. It works once.`,
        ].join('\n'),
      );
    });
  terminal
    .command('list')
    .description('list terminals and how far each has handed in')
    .option('--depot <depot>', 'name or id')
    .action(async (options: { depot?: string }) => {
      const { client, output } = context();
      const depot = options.depot && (await findDepot(client, options.depot)).id;
      const path = depot ? `/v1/terminals?depot=${depot}` : '/v1/terminals';
      const list = await client.get<{ terminals: TerminalView[] }>(path);
      output.result(list, () =>
        table(
          ['name', 'id', 'status', 'last dock', 'entries', 'open stops', 'findings'],
          list.terminals.map((t) => [
            t.name,
            t.id,
            t.status,
            when(t.lastDock),
            t.acknowledged,
            t.open,
            t.findings,
          ]),
        ),
      );
    });
  terminal
    .command('export <terminal>')
    .description('write the log of a terminal to a file for `audit verify`')
    .requiredOption('--out <file>', 'where to')
    .action(async (asked: string, { out }: { out: string }) => {
      const { client, output } = context();
      const { id, name } = await findTerminal(client, asked);
      const log = await client.get<{ entries: unknown[] }>(`/v1/terminals/${id}/log`);
      await writeOut(out, log);
      const entries = log.entries.length;
      output.result({ terminal: id, entries, file: out }, () =>
        printable(`wrote ${entries} entries of terminal ${name} (${id}) to ${out}`),
      );
    });
  terminal
    .command('revoke <terminal>')
    .description('revoke a terminal, from its next request on')
    .action(async (asked: string) => {
      const { client, output } = context();
      const { id } = await findTerminal(client, asked);
      const revoked = await client.post<TerminalView>(`/v1/terminals/${id}/revoke`, {});
      output.result(revoked, () => `revoked terminal ${revoked.name} (${revoked.id})`);
    });
};
