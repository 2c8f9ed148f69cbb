import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../../shared/terminal/channels/bridge.ts';
import { CHANNEL_NAMES, type Channel, VIEW_EVENT } from '../../shared/terminal/channels/names.ts';
import type { View } from '../../shared/terminal/view/view.ts';

const ask = (channel: Channel) => (input: unknown) => ipcRenderer.invoke(channel, input);

const bridge: Bridge = {
  ask: Object.fromEntries(
    CHANNEL_NAMES.map((channel) => [channel, ask(channel)]),
  ) as unknown as Bridge['ask'],
  onView: (show) => {
    const listener = (_event: unknown, view: View): void => show(view);
    ipcRenderer.on(VIEW_EVENT, listener);
    return () => ipcRenderer.off(VIEW_EVENT, listener);
  },
};

contextBridge.exposeInMainWorld('kerbside', bridge);
