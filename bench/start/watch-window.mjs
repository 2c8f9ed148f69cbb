// Runs a main process, and says on standard output when its window shows what is waited for:
// `electron watch-window.mjs MAIN SELECTOR…`. Nothing is attached to the window to see that, for
// an inspector holds up a process that it looks into.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const [main, ...selectors] = process.argv.slice(process.argv.indexOf(import.meta.filename) + 1);

const PATIENCE_MS = 60_000;

/** In the page: resolves with the frame after the one in which all of it is there. */
const shown = (wanted) =>
  new Promise((resolve) => {
    const look = () => {
      const there = wanted.every(
        (selector) => document.querySelector(selector)?.getClientRects().length,
      );
      requestAnimationFrame(there ? () => setTimeout(resolve) : look);
    };
    look();
  });

let isSaid = false;
const say = (what) => {
  if (!isSaid) process.stdout.write(`${JSON.stringify(what)}\n`);
  isSaid = true;
};

app.on('web-contents-created', (_event, contents) => {
  setTimeout(() => {
    contents.executeJavaScript('document.body.innerText').then((instead) => say({ instead }));
    setTimeout(() => say({ instead: 'a page that does not answer' }), 5_000);
  }, PATIENCE_MS);
  // Of a page that is loaded again, what was asked before never comes.
  contents.on('dom-ready', async () => {
    await contents.executeJavaScript(`(${shown})(${JSON.stringify(selectors)})`);
    say({ pids: app.getAppMetrics().map(({ pid }) => pid), versions: process.versions });
  });
});
await import(pathToFileURL(path.resolve(main)).href);
