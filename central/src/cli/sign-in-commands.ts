import type { Command } from 'commander';
import { answerOf } from '../../client/client.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { printable } from './output.ts';

const noTerminal = (): never => {
  const sentence =
    'Signing in asks for a password and a code, at a terminal. A program shows a key instead: set KERBSIDE_TOKEN_FILE.';
  throw new CommandFailure('no-terminal', sentence, 2);
};

/** `me sign-in` and `me sign-out`: a person at their own terminal, with what they sign in with in a browser. */
export const addSignInCommands = (program: Command, context: CommandContext): void => {
  const me = program.command('me').description('who you are here');
  me.command('sign-in [name]')
    .description('sign in with password and code; the commands after it are done in your name')
    .action(async (given: string | undefined) => {
      const { client, output, ask, askSecret } = context();
      if (ask === null || askSecret === null) return noTerminal();
      const name = given ?? (await ask('Name: ')).trim();
      const password = await askSecret('Password: ');
      const code = (await ask('Code of the authenticator app: ')).trim();
      await client.signIn({ name, password, code });
      const me = await answerOf(client.GET('/v1/me'));
      const until = me.session === null ? null : me.session.expiresAt;
      output.result({ name: me.name, until }, () =>
        printable(
          `Signed in as ${me.name}. The session ends after an hour in which nothing is done, and after twelve in any case; sign-out ends it now.`,
        ),
      );
    });
  me.command('sign-out')
    .description('end the session of this command line')
    .action(async () => {
      const { client, output } = context();
      const was = await client.signOut();
      output.result({ signedOut: was }, () => (was ? 'Signed out.' : 'Nobody was signed in here.'));
    });
};
