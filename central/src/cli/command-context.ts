import type { CentralClient } from './central-client.ts';
import type { Output } from './output.ts';

/** What a command works with; made when it runs, so that `--help` needs none of it. */
export type CommandContext = () => {
  readonly client: CentralClient;
  readonly output: Output;
  /** What stands on standard input, whole. */
  readonly input: () => Promise<string>;
  /** Asks the person at the terminal; null where there is none. */
  readonly ask: ((question: string) => Promise<string>) | null;
  /** The same for what nobody may read over a shoulder. */
  readonly askSecret: ((question: string) => Promise<string>) | null;
  /** Shows the person at the terminal how far a long command is; '' takes it away. */
  readonly progress: (text: string) => void;
  /** Notes whether a check held; one that did not makes the exit code 1. */
  readonly check: (held: boolean) => void;
};
