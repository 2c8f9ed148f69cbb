import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
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

/** Asks without showing what is typed. */
const askSecret = async (question: string): Promise<string> => {
  process.stderr.write(question);
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
};

const isAtTerminal = process.stdin.isTTY && process.stderr.isTTY;

/** In one line of the terminal, that the next text takes the place of. */
const progress = (text: string): void => void process.stderr.write(`\r\u001b[K${text}`);

// Whoever reads has seen enough, as `| head` does: that is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

process.exitCode = await runCommand(process.argv.slice(2), {
  env: process.env,
  out: (line) => process.stdout.write(line),
  err: (line) => process.stderr.write(line),
  input: () => text(process.stdin),
  ...(process.stderr.isTTY ? { progress } : {}),
  ask: isAtTerminal ? ask : null,
  askSecret: isAtTerminal ? askSecret : null,
});
