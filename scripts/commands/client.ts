// `npm run client`: writes central's OpenAPI document and the types of its client, anew from its
// routes. `--check` only says whether what is in the repository is theirs.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CLIENT_TYPES, isClientFresh, makeClient } from '../api-client.ts';

const OUT = path.resolve(import.meta.dirname, '..', '..', 'out', 'openapi.json');

const made = await makeClient();
if (process.argv.includes('--check')) {
  const isFresh = isClientFresh(made);
  if (!isFresh) console.error('central/client/api.ts is not what the routes are: npm run client');
  process.exitCode = isFresh ? 0 : 1;
} else {
  mkdirSync(path.dirname(OUT), { recursive: true });
  writeFileSync(OUT, made.document);
  writeFileSync(CLIENT_TYPES, made.types);
}
