import { descendants } from './find-processes.ts';

const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;
/** How long what it started may take to end by itself. */
const GRACE_MS = 2_000;
const LOOK_EACH_MS = 50;

/** It counts as one of its own. */
const others = () => descendants().filter(({ pid }) => pid !== process.pid);

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
};

/**
 * Ends everything that this process started, and what that started, when somebody ends it: a
 * PostgreSQL or an app that goes on would disturb whatever is measured next. Linux alone.
 */
export const endChildrenWithSignal = (): void => {
  if (process.platform !== 'linux') return;
  let isEnding = false;
  for (const [name, number] of Object.entries(SIGNALS)) {
    process.on(name, () => {
      if (isEnding) return;
      isEnding = true;
      const began = others();
      for (const { pid } of began) signal(pid, 'SIGTERM');
      const until = performance.now() + GRACE_MS;
      const look = (): void => {
        const left = others();
        if (left.length > 0 && performance.now() < until) {
          setTimeout(look, LOOK_EACH_MS);
          return;
        }
        // Those whose parent has ended are not found as descendants any more.
        for (const { pid } of [...began, ...left]) signal(pid, 'SIGKILL');
        process.exit(128 + number);
      };
      look();
    });
  }
};
