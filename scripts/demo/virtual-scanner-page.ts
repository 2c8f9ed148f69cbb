/** The virtual scanner's page: a button for each scan of the story, and a field for any text. */
export const writePage = (scans: readonly string[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kerbside: virtual scanner</title>
<style>
  body { font: 18px/1.4 system-ui, sans-serif; margin: 2rem auto; max-width: 40rem; padding: 0 1rem; color: #0b1220; }
  button { display: block; width: 100%; text-align: start; font: inherit; padding: .8rem 1rem; margin: .4rem 0;
    border: 1px solid #8a94a3; border-radius: 10px; background: #f2f5f8; cursor: pointer; }
  button:hover, button:focus-visible { border-color: #123a6d; outline: 3px solid #123a6d; }
  form { display: flex; gap: .5rem; margin-top: 1.5rem; }
  input { flex: 1; font: 18px monospace; padding: .8rem; border: 1px solid #8a94a3; border-radius: 10px; }
  form button { width: auto; margin: 0; }
  output { display: block; min-height: 1.6em; margin-top: 1rem; font-weight: 600; }
</style>
<h1>Virtual scanner</h1>
<p>Each click writes to the serial line that the app has open, as a scanner would.</p>
${scans.map((name, i) => `<button data-scan="${i}">${i + 1}. ${name}</button>`).join('\n')}
<form><input aria-label="Any text" placeholder="Any text" autocomplete="off"><button>Scan it</button></form>
<output aria-live="polite"></output>
<script>
  const said = document.querySelector('output');
  const scan = async (body) => {
    const answer = await fetch('', { method: 'POST', body: JSON.stringify(body) });
    said.textContent = answer.ok ? 'Scanned.' : 'Not scanned: ' + await answer.text() + '.';
  };
  for (const button of document.querySelectorAll('[data-scan]'))
    button.addEventListener('click', () => scan({ scan: Number(button.dataset.scan) }));
  document.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    scan({ text: document.querySelector('input').value });
  });
</script>
</html>
`;
