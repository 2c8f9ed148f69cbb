// The app, in a Chromium that never says that a page is painted.
import { createRequire } from 'node:module';
import path from 'node:path';
import { app } from 'electron';

app.on('browser-window-created', (_event, window) => {
  const once = window.once.bind(window);
  window.once = (event, listener) => (event === 'ready-to-show' ? window : once(event, listener));
});
const main = path.resolve(import.meta.dirname, '..', 'out', 'main', 'index.cjs');
createRequire(import.meta.url)(main);
