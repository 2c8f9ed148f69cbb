import { fork } from 'node:child_process';
import type { TerminalTouch } from '../../shared/terminal/channels/contract.ts';
import type { ScreenView, UnsentView } from '../../shared/terminal/view/view.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { HeadlessAsked, HeadlessSaid } from './headless-messages.ts';

/** A terminal without a window, in a process of its own. */
export type Headless = {
  /** Everything that the window would show now; null before the first. */
  readonly view: () => UnsentView | null;
  /** Waits until it shows a screen of this name, which is as it is asked for. */
  readonly screen: <Name extends ScreenView['name']>(
    name: Name,
    isIt?: (screen: Extract<ScreenView, { name: Name }>) => boolean,
  ) => Promise<Extract<ScreenView, { name: Name }>>;
  readonly touch: (touch: TerminalTouch) => void;
  /** Ends it where it stands; resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** Ends it as the app ends. */
  readonly end: () => Promise<void>;
};

const PATIENCE_MS = 30_000;

/** Starts `program`, the bundled headless-terminal.ts, on a profile's folder. */
export const startHeadless = (program: string, folder: string): Headless => {
  const child = fork(program, [folder], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let view: UnsentView | null = null;
  let errors = '';
  child.on('message', (said: HeadlessSaid) => {
    view = said.view;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2_000);
  });
  let ended = false;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      ended = true;
      resolve();
    });
  });
  const tell = (asked: HeadlessAsked): void => void child.send(asked);
  return {
    view: () => view,
    screen: async (name, isIt = () => true) => {
      const find = () => {
        const screen = view?.screen;
        return screen?.name === name && isIt(screen as never) ? (screen as never) : null;
      };
      const isShown = (): boolean => {
        if (ended) throw new Error(`the terminal has ended: ${errors}`);
        return find() !== null;
      };
      await waitUntil(`${name} is shown`, isShown, PATIENCE_MS).catch((error: Error) => {
        throw new Error(`${error.message}; it shows ${JSON.stringify(view)}`);
      });
      return find() as never;
    },
    touch: (touch) => tell({ touch }),
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    end: async () => {
      tell({ end: true });
      await gone;
    },
  };
};
