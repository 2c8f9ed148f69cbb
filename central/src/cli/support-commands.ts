import { gunzipSync } from 'node:zlib';
import type { Command } from 'commander';
import { type SupportBundle, supportBundle } from '../../../shared/terminal/support/bundle.ts';
import { checksOf } from '../../../shared/terminal/support/checks.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { printable, when } from './output.ts';
import { readGivenFile } from './read-file.ts';

/** Ten times what a bundle can be. */
const MAX_BYTES = 10_000_000;

const unpack = (packed: Uint8Array): SupportBundle => {
  try {
    const text = gunzipSync(packed, { maxOutputLength: MAX_BYTES }).toString('utf8');
    return supportBundle.parse(JSON.parse(text));
  } catch {
    throw new CommandFailure(
      'malformed',
      'The file is not a support bundle that this version can read.',
    );
  }
};

const sentencesOf = (bundle: SupportBundle): string[] => {
  const { report, made, crashes, log, unreadLines } = bundle;
  const { machine, terminal, reach } = report;
  return [
    `made ${when(made)} by Kerbside ${machine.app} on Electron ${machine.electron}, ${machine.platform} ${machine.architecture}`,
    `terminal ${terminal?.identity.terminal ?? 'not enrolled'}, key ${terminal?.identity.fingerprint ?? 'unknown'}`,
    ...(report.problem === null ? [] : [`blocked: ${report.problem}`]),
    ...checksOf(report).map(({ id, state, problem, advice }) => {
      const why = problem ?? advice;
      return `  ${state.padEnd(8)} ${id}${why === null ? '' : `: ${why}`}`;
    }),
    ...(terminal === null
      ? []
      : [
          `log: ${terminal.log.length} entries, newest ${terminal.log.head ?? 'none'}, ${terminal.log.waiting} waiting since ${when(terminal.log.since)}`,
        ]),
    `central: ${reach.state === 'not-enrolled' ? 'none' : `${reach.central} (${reach.state})`}`,
    `crashes: ${crashes.length === 0 ? 'none' : crashes.map(({ at }) => when(at)).join(', ')}`,
    `support log: ${log.length} lines, ${unreadLines} more of no known form`,
    ...log.map(({ at, event, ...facts }) => `  ${at} ${event} ${JSON.stringify(facts)}`),
  ];
};

/** `support show`: reads a support bundle. It asks no central. */
export const addSupportCommands = (program: Command, context: CommandContext): void => {
  program
    .command('support')
    .description('support bundles of terminals')
    .command('show <file>')
    .description('read a support bundle (with --json: all of it)')
    .action(async (path: string) => {
      const { output } = context();
      const bundle = unpack(await readGivenFile(path));
      output.result(bundle, () => sentencesOf(bundle).map(printable).join('\n'));
    });
};
