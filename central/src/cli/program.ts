import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { addAuditCommands } from './audit-commands.ts';
import { addCaseCommands } from './case-commands.ts';
import { makeCentralClient } from './central-client.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { addCompletionCommand } from './completion-commands.ts';
import { addDeliveryCommands } from './delivery-commands.ts';
import { addDepotCommands } from './depot-commands.ts';
import { addDockCommands } from './dock-commands.ts';
import { addExamples } from './examples.ts';
import { addFindingCommands } from './finding-commands.ts';
import { addMessageCommands } from './message-commands.ts';
import { addOperatorCommands } from './operator-commands.ts';
import { makeOutput } from './output.ts';
import { addOverrideCommands } from './override-commands.ts';
import { addPassCommands } from './pass-commands.ts';
import { addReleaseCommands } from './release-commands.ts';
import { addReportCommand } from './report-command.ts';
import { addRouteCommands } from './route-commands.ts';
import { sessionFileOf } from './session-file.ts';
import { addSignInCommands } from './sign-in-commands.ts';
import { addStaffCommands } from './staff-commands.ts';
import { addSupportCommands } from './support-commands.ts';
import { addTerminalCommands } from './terminal-commands.ts';
import { addTokenCommands } from './token-commands.ts';
import { addWebhookCommands } from './webhook-commands.ts';

export type Shell = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** What stands on standard input, whole; nothing, if it is left out. */
  readonly input?: () => Promise<string>;
  /** Asks the person at the terminal; null, or left out, where there is none. */
  readonly ask?: ((question: string) => Promise<string>) | null;
  /** The same for what is not shown while it is typed. */
  readonly askSecret?: ((question: string) => Promise<string>) | null;
  /** Shows how far a long command is, in place of what it showed before; left out: it is not shown. */
  readonly progress?: (text: string) => void;
};

/** Every command takes `--json`, so it may stand anywhere in the line. */
const takeJson = (args: readonly string[]): { json: boolean; rest: string[] } => ({
  json: args.includes('--json'),
  rest: args.filter((arg) => arg !== '--json'),
});

const report = (failure: CommandFailure, json: boolean, { out, err }: Shell): void => {
  const { code, message, details } = failure;
  err(`kerbside: ${message} [${code}]\n`);
  for (const detail of details) err(`  ${detail}\n`);
  if (json) out(`${JSON.stringify({ error: { code, message, details } })}\n`);
};

const readAddress = (text: string): string => {
  const isAddress = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (isAddress) return text.replace(/\/$/, '');
  const sentence = 'KERBSIDE_CENTRAL is no address. Write it as https://central.example.';
  throw new CommandFailure('bad-address', sentence, 2);
};

/** Runs one command line; gives its exit code: 0 success, 1 a failure, 2 wrong usage. */
export const runCommand = async (args: readonly string[], shell: Shell): Promise<0 | 1 | 2> => {
  const { env, out, err } = shell;
  const { json, rest } = takeJson(args);
  const data = env['KERBSIDE_DATA'] || './.kerbside';
  let exitCode: 0 | 1 = 0;
  const context: CommandContext = () => ({
    client: makeCentralClient({
      url: readAddress(env['KERBSIDE_CENTRAL'] || 'http://127.0.0.1:8443'),
      tokenFile: env['KERBSIDE_TOKEN_FILE'] || join(data, 'operator.token'),
      // Whoever names a key means it.
      sessionFile: env['KERBSIDE_TOKEN_FILE'] ? null : sessionFileOf(env),
    }),
    output: makeOutput(json, out),
    input: shell.input ?? (async () => ''),
    ask: shell.ask ?? null,
    askSecret: shell.askSecret ?? null,
    progress: shell.progress ?? (() => {}),
    check: (held) => {
      if (!held) exitCode = 1;
    },
  });
  const program = makeProgram(context, { out, err });
  try {
    await program.parseAsync(rest, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof CommandFailure)) throw error;
    report(error, json, shell);
    return error.exitCode;
  }
};

/** Every command there is, with what it is used for. */
export const makeProgram = (
  context: CommandContext,
  { out, err }: Pick<Shell, 'out' | 'err'>,
): Command => {
  const program = new Command('kerbside')
    .description("Operator command line of Kerbside's central service")
    .option('--json', 'print one JSON document on standard output')
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err })
    .showHelpAfterError('(add --help for usage)');
  addDepotCommands(program, context);
  addStaffCommands(program, context);
  addTerminalCommands(program, context);
  addDeliveryCommands(program, context);
  addRouteCommands(program, context);
  addPassCommands(program, context);
  addTokenCommands(program, context);
  addOverrideCommands(program, context);
  addDockCommands(program, context);
  addMessageCommands(program, context);
  addFindingCommands(program, context);
  addCaseCommands(program, context);
  addWebhookCommands(program, context);
  addReportCommand(program, context);
  addOperatorCommands(program, context);
  addAuditCommands(program, context);
  addSignInCommands(program, context);
  addSupportCommands(program, context);
  addReleaseCommands(program, context);
  addCompletionCommand(program, context);
  addExamples(program);
  inheritSettings(program);
  return program;
};

const inheritSettings = (command: Command): void => {
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    inheritSettings(child);
  }
};
