import { electronExecutable } from '../../e2e/support/app.ts';
import { waitUntil } from '../../e2e/support/wait-until.ts';
import { descendants, type FoundProcess } from '../support/find-processes.ts';

/** A process of the running app, and which part of it that is; `renderer` is the window. */
export type PartOfApp = FoundProcess & { readonly type: string };

/** Chromium writes the arguments of its processes anew, as one text. */
const typeOf = ({ command }: FoundProcess): string =>
  /--type=([a-z-]+)/.exec(command.join(' '))?.[1] ?? 'main';

/** The processes of the one app that this process runs, whatever it was wrapped in. */
export const partsOfApp = (): PartOfApp[] =>
  descendants()
    .filter(({ command }) => command.join(' ').startsWith(electronExecutable()))
    .map((found) => ({ ...found, type: typeOf(found) }));

export const partOfApp = (type: string): PartOfApp => {
  const part = partsOfApp().find((found) => found.type === type);
  if (part === undefined) throw new Error(`the app has no ${type} process`);
  return part;
};

/** How programs reach the world's keychain: as its own daemon was told. */
export const keychainEnv = (): Readonly<Record<string, string>> => {
  const isDaemon = ({ command }: FoundProcess) => command[0]?.includes('gnome-keyring-daemon');
  const { HOME = '', DBUS_SESSION_BUS_ADDRESS = '' } = descendants().find(isDaemon)?.env ?? {};
  return { HOME, DBUS_SESSION_BUS_ADDRESS };
};

/** Ends a part of the app as a fault in it would, and waits until it is gone. */
export const crash = async ({ pid, type }: PartOfApp): Promise<void> => {
  process.kill(pid, 'SIGSEGV');
  const isGone = () => partsOfApp().every((part) => part.pid !== pid);
  await waitUntil(`the crashed ${type} process is gone`, isGone);
};

/** Arguments and environment of everything that this process started, as bytes to be searched. */
export const environments = (): Buffer =>
  Buffer.from(
    descendants()
      .filter(({ pid }) => pid !== process.pid)
      .map(({ command, env }) => [...command, ...Object.entries(env).flat()].join('\0'))
      .join('\0'),
  );
