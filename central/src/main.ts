import { join } from 'node:path';
import { readConfiguration } from './config.ts';
import { letInOnMachine } from './let-in.ts';
import { createCentral, SET_UP_FILE } from './server.ts';
import { type StartProblem, startProblem } from './start-problem.ts';

/** Wrong configuration is 2, like wrong usage of a command; everything else that fails is 1. */
const refuse = ({ code, sentence }: StartProblem): never => {
  console.error(`central does not start: ${sentence} [${code}]`);
  process.exit(code === 'bad-configuration' ? 2 : 1);
};

/** On a person's terminal the link itself, which a log must not have. */
const describeLink = (link: string, dataFolder: string): string => {
  const file = join(dataFolder, SET_UP_FILE);
  const where = process.stderr.isTTY ? `open ${link}` : `open the link in ${file}`;
  return `Nobody signs in as an admin yet. To be the first, ${where} within 24 hours.`;
};

const main = async (): Promise<void> => {
  const options = await readConfiguration(process.env);
  if (!options.ok) return refuse(options.error);
  const [command] = process.argv.slice(2);
  if (command === 'let-in') {
    const made = await letInOnMachine(options.value);
    if (!made.ok) return refuse(made.error);
    console.log(`Open within 24 hours to become an admin: ${made.value.link}`);
    return;
  }
  if (command !== undefined) {
    return refuse(startProblem('bad-configuration', 'The only command is "let-in".'));
  }
  const central = createCentral(options.value);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    central.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  // Before the start: a signal in the middle of it must not leave PostgreSQL behind.
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const running = await central.start();
  if (stopping) return;
  if (!running.ok) return refuse(running.error);
  if (running.value.ports.outbox !== null) {
    console.error('SMS messages go to the development outbox, where staff can read the codes.');
  }
  const { setUpLink, url } = running.value;
  if (setUpLink !== null) console.error(describeLink(setUpLink, options.value.dataFolder));
  console.log(`central is ready at ${url}`);
};

main().catch((error: unknown) => {
  console.error('central failed to start:', error instanceof Error ? error.message : 'unknown');
  process.exit(1);
});
