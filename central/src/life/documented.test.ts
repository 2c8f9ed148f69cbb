import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { centralForTests } from '../testing/central-for-tests.ts';
import { runCli } from '../testing/run-cli.ts';

const central = centralForTests();
const page = readFileSync(resolve(import.meta.dirname, '../../../docs/deliveries.md'), 'utf8');
const commands = [...page.matchAll(/^ {4}npm run kerbside -- (.*)$/gm)].map(
  ([, line = '']) => line,
);
const requests = [...page.matchAll(/\| `(GET|POST|PATCH|PUT) (\/v1\/[^`]*)`/g)].map(
  ([, method = '', path = '']) => ({ method, path }),
);

/** A line as a shell splits it, but for what we never write. */
const split = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

describe('docs/deliveries.md', () => {
  it('has commands and requests', () => {
    expect(commands.length).toBeGreaterThan(10);
    expect(requests.length).toBeGreaterThan(5);
  });

  it.each(commands)('has a command that is understood: %s', async (line) => {
    // Nobody listens there: a command that is wrong is refused before it is noticed.
    const env = { KERBSIDE_DATA: central.dataFolder, KERBSIDE_CENTRAL: 'http://127.0.0.1:9' };
    const { code, err } = await runCli({ env }, ...split(line));
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('central-unreachable') });
  });

  it('is no help at an address that is none', async () => {
    const { code, err } = await runCli({ env: { KERBSIDE_CENTRAL: 'foo' } }, 'depot', 'list');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('[bad-address]') });
  });

  it.each(requests)('has a request that there is: $method $path', async ({ method, path }) => {
    const { body: api } = await central.staff('GET', '/openapi.json');
    expect(Object.keys(api.paths[path] ?? {})).toContain(method.toLowerCase());
  });
});
