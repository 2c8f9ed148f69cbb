import type { Scan } from './guide-steps.ts';

const asText = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

type Step = {
  readonly title: string;
  readonly todo: string;
  readonly result: string;
  readonly scan: Scan | null;
  readonly needsFile?: boolean;
};

const STYLE = `
  * { box-sizing: border-box; }
  body { font: 17px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 40rem; padding: 20px; color: #0b1220; background: #fff; }
  h1 { font-size: 26px; margin: 0 0 4px; }
  p { margin: 4px 0; }
  ol { list-style: none; margin: 16px 0; padding: 0; }
  li { border-inline-start: 4px solid #c5ccd6; padding: 6px 0 6px 14px; margin: 6px 0; color: #4a5566; }
  li h2 { font-size: 17px; margin: 0; }
  li .todo, li .result { display: none; }
  li[data-state="now"] { border-color: #123a6d; background: #eef3fa; color: #0b1220; padding-block: 12px; }
  li[data-state="now"] h2 { font-size: 21px; }
  li[data-state="now"] .todo, li[data-state="done"] .result { display: block; }
  li[data-state="done"] { border-color: #08703a; }
  li[data-state="done"] h2::before { content: "✓ "; color: #08703a; }
  button, .button { display: inline-block; text-decoration: none; font: inherit; font-weight: 600; padding: 12px 18px; margin: 8px 8px 0 0; border: 2px solid #123a6d; border-radius: 10px; background: #fff; color: #123a6d; cursor: pointer; }
  li[data-state="now"] button { background: #123a6d; color: #fff; }
  li:not([data-state="now"]) button { display: none; }
  [role="status"] { position: sticky; inset-block-start: 0; background: #fff; min-height: 1.5em; font-weight: 600; color: #8a1c1c; }
  [role="status"][data-ok="true"] { color: #08703a; }
  input { font: 16px monospace; padding: 12px; border: 2px solid #8a94a3; border-radius: 10px; width: 60%; }
  td, th { text-align: start; padding: 4px 12px 4px 0; vertical-align: top; border-bottom: 1px solid #dde2e8; }
`;

// What the page itself does: asks how far it is, and sends what is clicked.
const SCRIPT = `
  const said = document.querySelector('[role="status"]');
  const say = (text, ok) => { said.textContent = text; said.dataset.ok = ok; };
  const scan = async (body) => {
    const answer = await fetch('', { method: 'POST', body: JSON.stringify(body) });
    say(await answer.text(), answer.ok);
  };
  for (const button of document.querySelectorAll('[data-step]'))
    button.addEventListener('click', () => scan({ step: Number(button.dataset.step) }));
  for (const button of document.querySelectorAll('[data-other]'))
    button.addEventListener('click', () => scan({ other: Number(button.dataset.other) }));
  document.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    scan({ text: document.querySelector('input').value });
  });
  let shown = -1;
  const follow = async () => {
    try {
      const { done } = await (await fetch('state')).json();
      if (done === shown) return;
      if (shown >= 0) say('', true);
      shown = done;
      document.querySelectorAll('li').forEach((item, i) => {
        item.dataset.state = i < done ? 'done' : i === done ? 'now' : 'later';
        if (i === done) item.scrollIntoView({ block: 'center', behavior: 'smooth' });
      });
      document.querySelector('#end').hidden = done < document.querySelectorAll('li').length;
    } catch { say('The demo has ended.', false); }
  };
  setInterval(follow, 300);
  follow();
`;

const frame = (title: string, body: string, script = ''): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
${body}
${script === '' ? '' : `<script>${script}</script>`}
</html>
`;

/** The guide: step by step what to do, with what the scanner of the app is to read. */
export const writeGuide = (
  steps: readonly Step[],
  others: readonly Scan[],
  inTheConsole: string,
  firstCustomer: string,
): string =>
  frame(
    'Kerbside: the demo’s guide',
    `<h1>Try Kerbside</h1>
<p>Three windows: the app of a delivery driver’s handheld; the depot’s console, where ${asText(inTheConsole)} is
signed in; and this guide, which plays the handheld’s scanner.
Do what is marked; it goes on by itself when it is done.</p>
<p><a class="button" href="console" target="console">Open the console</a></p>
<p>If the console asks you to show that it’s you, or signs you out, open it here again: ${asText(inTheConsole)} has
no password to type in this demo.</p>
<p role="status"></p>
<ol>
${steps
  .map(
    ({ title, todo, result, scan, needsFile }, i) => `<li data-state="later">
<h2>${i + 1}. ${asText(title)}</h2>
<p class="todo">${asText(todo)}</p>
<p class="result">${asText(result)}</p>
${scan === null ? '' : `<button data-step="${i}">Scan: ${asText(scan.name)}</button>`}
${needsFile === true ? '<p class="todo"><a class="button" href="today.csv" download>Save today.csv</a></p>' : ''}
</li>`,
  )
  .join('\n')}
</ol>
<p id="end" hidden><b>That was it.</b> What an auditor gets: in the console, open Proof, type the name of the first customer, ${asText(firstCustomer)}, and press Enter. Go on trying as long as you like. Close the app or this guide to end the demo.</p>
<p><a href="happened" target="happened">What happened so far, as the depot has it</a></p>
<details><summary>More to scan</summary>
${others.map(({ name }, i) => `<button data-other="${i}">${asText(name)}</button>`).join('\n')}
<form><input aria-label="Any text" placeholder="Any text" autocomplete="off"><button>Scan it</button></form>
</details>`,
    SCRIPT,
  );

/** What central has: the messages that customers got, and the hand-overs that came in. */
export const writeHappened = (
  messages: readonly { readonly to: string; readonly text: string }[],
  handOvers: readonly { readonly shortId: string | null; readonly proved: boolean }[],
): string =>
  frame(
    'Kerbside: what happened',
    `<h1>What happened</h1>
<h2>Hand-overs that the depot has</h2>
<table><tr><th>Delivery</th><th>Proved by the customer’s code</th></tr>
${handOvers.map(({ shortId, proved }) => `<tr><td>${asText(shortId ?? '–')}</td><td>${proved ? 'yes' : 'no'}</td></tr>`).join('\n')}</table>
<p>${handOvers.length === 0 ? 'None yet: they come when the device docks.' : ''}</p>
<h2>Text messages that customers got</h2>
<table>${messages.map(({ to, text }) => `<tr><td>${asText(to)}</td><td>${asText(text)}</td></tr>`).join('\n')}</table>`,
  );
