import { writeFileSync } from 'node:fs';
import { assertNever } from '../../shared/assert-never.ts';
import type { Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import { type HelperAnswer, type HelperRequest, helperRequest } from './helper-messages.ts';
import { openOsKeychain } from './os-keychain.ts';
import { findSessionBus } from './what-is-missing.ts';

// A process of its own with a session of its own with the keychain: one that is lost is not found
// again by the process that had it. It holds nothing, and is ended where an act fails.

type Port = {
  readonly on: (event: 'message', listener: (message: unknown) => void) => void;
  readonly send: (answer: HelperAnswer) => void;
};

/** Electron's own way to the process that started this one, or Node.js's. */
const port = (): Port => {
  const parent = (process as { parentPort?: Electron.ParentPort }).parentPort;
  if (parent !== undefined) {
    return {
      on: (event, listener) => void parent.on(event, ({ data }) => listener(data)),
      send: (answer) => parent.postMessage(answer),
    };
  }
  return {
    on: (event, listener) => void process.on(event, listener),
    send: (answer) => void process.send?.(answer),
  };
};

// What a crash leaves on the disk has none of this process's memory.
try {
  writeFileSync('/proc/self/coredump_filter', '0x0');
} catch {
  // Not on this system.
}
if (process.platform === 'linux') findSessionBus(process.env);
const keychain = openOsKeychain();
const { on, send } = port();

const act = (asked: HelperRequest): Promise<Result<string | null, ProblemCode>> => {
  switch (asked.act) {
    case 'get':
      return keychain.get(asked.account);
    case 'set':
      return keychain.set(asked.account, asked.secret);
    case 'remove':
      return keychain.remove(asked.account);
    default:
      return assertNever(asked);
  }
};

on('message', (message) => {
  const asked = helperRequest.parse(message);
  void act(asked).then((result) => send({ id: asked.id, result }));
});
