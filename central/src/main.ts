import { readConfiguration } from './config.ts';
import { createCentral } from './server.ts';
import type { StartProblem } from './start-problem.ts';

/** Wrong configuration is 2, like wrong usage of a command; everything else that fails is 1. */
const refuse = ({ code, sentence }: StartProblem): never => {
  console.error(`central does not start: ${sentence} [${code}]`);
  process.exit(code === 'bad-configuration' ? 2 : 1);
};

const main = async (): Promise<void> => {
  const options = await readConfiguration(process.env);
  if (!options.ok) return refuse(options.error);
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
  console.log(`central is ready at ${running.value.url}`);
};

main().catch((error: unknown) => {
  console.error('central failed to start:', error instanceof Error ? error.message : 'unknown');
  process.exit(1);
});
