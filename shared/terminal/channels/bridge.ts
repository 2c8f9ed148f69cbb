import type { View } from '../view/view.ts';
import type { ChannelAnswer, ChannelInput } from './contract.ts';
import type { Channel } from './names.ts';

/** What the preload script puts on `window.kerbside`: one method per channel, and the view. */
export type Bridge = {
  readonly ask: {
    readonly [C in Channel]: (input: ChannelInput<C>) => Promise<ChannelAnswer>;
  };
  /** Calls back with every new view; gives the function that ends it. */
  readonly onView: (show: (view: View) => void) => () => void;
};
