import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../../shared/terminal/channels/bridge.ts';
import type { Channel } from '../../shared/terminal/channels/contract.ts';
import type { View } from '../../shared/terminal/view/view.ts';

const ask = (channel: Channel) => (input: unknown) => ipcRenderer.invoke(channel, input);

const bridge: Bridge = {
  ask: {
    'view/refresh': ask('view/refresh'),
    'route/look': ask('route/look'),
    'route/choose': ask('route/choose'),
    'history/open': ask('history/open'),
    'history/close': ask('history/close'),
    'exception/undo': ask('exception/undo'),
    'stop/open': ask('stop/open'),
    'stop/close': ask('stop/close'),
    'code/type': ask('code/type'),
    'code/submit': ask('code/submit'),
    'override/ask': ask('override/ask'),
    'override/leave': ask('override/leave'),
    'hand-over/prepare': ask('hand-over/prepare'),
    'draft/change': ask('draft/change'),
    'question/answer': ask('question/answer'),
    'exception/record': ask('exception/record'),
    'sign-in/type': ask('sign-in/type'),
    'sign-in/submit': ask('sign-in/submit'),
    'sign-in/end': ask('sign-in/end'),
    'verdict/acknowledge': ask('verdict/acknowledge'),
    'problem/retry': ask('problem/retry'),
    'dock/start': ask('dock/start'),
    'dock/leave': ask('dock/leave'),
    'it/diagnostics': ask('it/diagnostics'),
    'it/settings': ask('it/settings'),
    'it/close': ask('it/close'),
    'it/change': ask('it/change'),
    'support/make': ask('support/make'),
    'support/save': ask('support/save'),
    'settings/change': ask('settings/change'),
    'kiosk/leave': ask('kiosk/leave'),
    'wipe/open': ask('wipe/open'),
    'wipe/confirm': ask('wipe/confirm'),
    'wedge/type': ask('wedge/type'),
    'wedge/submit': ask('wedge/submit'),
    'scanner-test/open': ask('scanner-test/open'),
    'scanner-test/leave': ask('scanner-test/leave'),
  },
  onView: (show) => {
    const listener = (_event: unknown, view: View): void => show(view);
    ipcRenderer.on('view/changed', listener);
    return () => ipcRenderer.off('view/changed', listener);
  },
};

contextBridge.exposeInMainWorld('kerbside', bridge);
