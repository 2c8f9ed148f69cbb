// The bridge of the product's preload script, with every channel led to the stand-in.
const { contextBridge, ipcRenderer } = require('electron');

const channels = [
  'view/refresh',
  'route/look',
  'route/choose',
  'history/open',
  'history/close',
  'exception/undo',
  'stop/open',
  'stop/close',
  'code/type',
  'code/submit',
  'override/ask',
  'override/leave',
  'hand-over/prepare',
  'draft/change',
  'question/answer',
  'exception/record',
  'sign-in/type',
  'sign-in/submit',
  'sign-in/end',
  'verdict/acknowledge',
  'dock/start',
  'dock/leave',
  'problem/retry',
  'it/diagnostics',
  'it/settings',
  'it/close',
  'it/change',
  'support/make',
  'support/save',
  'wedge/type',
  'wedge/submit',
  'scanner-test/open',
  'scanner-test/leave',
  'settings/change',
  'kiosk/leave',
  'wipe/open',
  'wipe/confirm',
];

contextBridge.exposeInMainWorld('kerbside', {
  ask: Object.fromEntries(
    channels.map((channel) => [channel, (input) => ipcRenderer.invoke('ask', channel, input)]),
  ),
  onView: (show) => {
    const listener = (_event, view) => show(view);
    ipcRenderer.on('view', listener);
    return () => ipcRenderer.off('view', listener);
  },
});
