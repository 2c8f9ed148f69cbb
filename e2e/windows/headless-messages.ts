import type { TerminalTouch } from '../../shared/terminal/channels/contract.ts';
import type { UnsentView } from '../../shared/terminal/view/view.ts';

/** What a terminal without a window shows. */
export type HeadlessSaid = { readonly view: UnsentView };

/** What it is told: a touch of the driver's, or to end. */
export type HeadlessAsked = { readonly touch: TerminalTouch } | { readonly end: true };
