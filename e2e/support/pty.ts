import { constants, createReadStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { openComPort } from './com-port.ts';
import { type OwnedProcess, startOwned } from './owned-process.ts';
import type { PtyPair } from './pty-pair.ts';
import { waitUntil } from './wait-until.ts';

export type { PtyPair } from './pty-pair.ts';

/**
 * Opens a pair of real pseudo-terminals (socat), linked in the folder `dir`; both are there when
 * this returns. Under Wine they are the host's, and one of them is a COM port.
 *
 * @param usb what the scanner says at its USB plug, `vendor:product` in hexadecimal; Windows alone
 *   reads that of a pseudo-terminal
 * @throws if socat is not installed or does not start
 */
export async function openPtyPair(dir: string, usb?: string): Promise<PtyPair> {
  if (process.platform === 'win32') return openComPort(usb);
  mkdirSync(dir, { recursive: true });
  const terminalEnd = path.join(dir, 'terminal-end');
  const scannerEnd = path.join(dir, 'scanner-end');
  let line = await start(terminalEnd, scannerEnd);
  let written = Promise.resolve();
  const cut = async () => {
    await line.stop('SIGKILL');
    // Killed, socat leaves its links behind; a cable that is pulled leaves none.
    for (const end of [terminalEnd, scannerEnd]) rmSync(end, { force: true });
  };
  const write = (bytes: Uint8Array | string): Promise<void> => {
    const writing = written.then(() => writeTo(scannerEnd, bytes));
    written = writing.catch(() => undefined);
    return writing;
  };
  return {
    terminalEnd,
    scannerEnd,
    hear: (heard) => hearFrom(scannerEnd, heard),
    write,
    leave: async (bytes) => {
      // socat passes on at once what was written at once: where the first byte is, the rest is.
      await write(`\r${bytes}`);
      await readByte(terminalEnd);
    },
    cut,
    reconnect: async () => {
      line = await start(terminalEnd, scannerEnd);
    },
    stop: cut,
  };
}

async function start(terminalEnd: string, scannerEnd: string): Promise<OwnedProcess> {
  const line = await startOwned('socat', [
    `pty,raw,echo=0,link=${terminalEnd}`,
    `pty,raw,echo=0,link=${scannerEnd}`,
  ]);
  let hasEnded = false;
  void line.ended.then(() => {
    hasEnded = true;
  });
  await waitUntil('both ends of the pseudo-terminal are there', () => {
    if (hasEnded) throw new Error(`socat did not start: ${line.errors()}`);
    return existsSync(terminalEnd) && existsSync(scannerEnd);
  });
  return line;
}

function hearFrom(end: string, heard: (chunk: Uint8Array) => void): () => void {
  const file = createReadStream(end);
  file.on('data', (chunk) => heard(Buffer.from(chunk)));
  // It ends when its line does.
  file.on('error', () => undefined);
  return () => void file.destroy();
}

async function readByte(end: string): Promise<void> {
  const file = await open(end, constants.O_RDONLY | constants.O_NOCTTY);
  try {
    await file.read(Buffer.alloc(1), 0, 1, null);
  } finally {
    await file.close();
  }
}

async function writeTo(end: string, bytes: Uint8Array | string): Promise<void> {
  const file = await open(end, constants.O_RDWR | constants.O_NOCTTY);
  try {
    await file.writeFile(bytes);
  } finally {
    await file.close();
  }
}
