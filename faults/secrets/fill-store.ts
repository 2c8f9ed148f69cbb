import { openStore } from '../../electron/store/open-store.ts';
import { aDelivery } from '../../electron/testing/samples.ts';

/** Makes a store with one delivery in it, as the product writes it. */
export const fillStore = (file: string): void => {
  const opened = openStore(file, new Uint8Array(32).fill(7), undefined);
  if (!opened.ok) throw new Error(opened.error);
  opened.value.write((writer) => writer.applyItem(aDelivery()));
  opened.value.close();
};
