import type { CentralClient } from './central-client.ts';
import type { Output } from './output.ts';

/** What a command works with; made when it runs, so that `--help` needs neither. */
export type CommandContext = () => { readonly client: CentralClient; readonly output: Output };
