import type { Store, StoreWriter } from '../../../electron/app/ports/store.ts';
import type { Ports } from '../mortal-ports.ts';

/** The same ports, with parts of the store in place of its own. */
export const withStore =
  (change: (store: Store) => Partial<Store>) =>
  ({ store, ...others }: Ports): Ports => ({ ...others, store: { ...store, ...change(store) } });

/** The same ports, with parts of what is written in a transaction in place of its own. */
export const withWriter = (change: (writer: StoreWriter) => Partial<StoreWriter>) =>
  withStore((store) => ({
    write: (work) => store.write((writer) => work({ ...writer, ...change(writer) })),
  }));
