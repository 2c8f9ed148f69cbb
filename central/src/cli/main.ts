import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { runCommand } from './program.ts';

/** On standard error, so that standard output has the result alone. */
const ask = async (question: string): Promise<string> => {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
};

/** In one line of the terminal, that the next text takes the place of. */
const progress = (text: string): void => void process.stderr.write(`\r\u001b[K${text}`);

process.exitCode = await runCommand(process.argv.slice(2), {
  env: process.env,
  out: (line) => process.stdout.write(line),
  err: (line) => process.stderr.write(line),
  input: () => text(process.stdin),
  ...(process.stderr.isTTY ? { progress } : {}),
  ask: process.stdin.isTTY && process.stderr.isTTY ? ask : null,
});
