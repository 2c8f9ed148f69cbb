// `npm run headers -- URL [--json]`: asks for every path of a central that runs, by every method, and
// says what is wrong with the headers of its answers: as it serves them itself, or through the proxy in
// front of it. It shows no key, so nothing is done by it. Exits 1 if something is wrong.
import { parseArgs } from 'node:util';
import { checkRoutes } from '../../faults/console/check-routes.ts';

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [url, ...rest] = positionals;
if (url === undefined || rest.length > 0 || !URL.canParse(url) || !/^https?:/.test(url)) {
  process.stderr.write('kerbside: Name the address of one central: http://127.0.0.1:8443.\n');
  process.exit(2);
}
const { faults, answers } = await checkRoutes(url.replace(/\/$/, ''));
if (values.json) console.log(JSON.stringify({ url, answers, faults }));
else {
  for (const fault of faults) console.log(fault);
  console.log(`${answers} answers, ${faults.length} faults`);
}
process.exit(faults.length === 0 ? 0 : 1);
