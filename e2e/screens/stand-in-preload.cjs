// The bridge of the product's preload script, with every channel led to the stand-in, which names them.
const { contextBridge, ipcRenderer } = require('electron');

const given = process.argv.find((argument) => argument.startsWith('--channels='));
const channels = given.slice('--channels='.length).split(',');

contextBridge.exposeInMainWorld('kerbside', {
  ask: Object.fromEntries(
    channels.map((channel) => [channel, (input) => ipcRenderer.invoke('ask', channel, input)]),
  ),
  onView: (show) => {
    const listener = (_event, view) => {
      show(view);
      // The page has it, and React what to do: whoever sent it waits for this.
      ipcRenderer.send('shown');
    };
    ipcRenderer.on('view', listener);
    return () => ipcRenderer.off('view', listener);
  },
});
