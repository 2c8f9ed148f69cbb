/** A page that lists the operations of `/openapi.json`, without anything from elsewhere. */
export const DOCS_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kerbside central: HTTP interface</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
code { font-family: ui-monospace, monospace; }
details { border-top: 1px solid #ccc; padding: .5rem 0; }
summary { cursor: pointer; }
pre { background: #f4f4f4; overflow: auto; padding: 1rem; }
</style>
<h1>Kerbside central</h1>
<p id="description"></p>
<p>The whole document: <a href="/openapi.json">/openapi.json</a></p>
<main id="operations"></main>
<script>
const add = (parent, name, text) => {
  const element = parent.appendChild(document.createElement(name));
  element.textContent = text;
  return element;
};
fetch('/openapi.json').then((answer) => answer.json()).then((api) => {
  document.getElementById('description').textContent = api.info.description;
  const list = document.getElementById('operations');
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const details = add(list, 'details', '');
      const summary = add(details, 'summary', '');
      add(summary, 'code', method.toUpperCase() + ' ' + path);
      add(summary, 'span', '  ' + (operation.summary || ''));
      add(details, 'pre', JSON.stringify(operation, null, 2));
    }
  }
});
</script>
</html>
`;
