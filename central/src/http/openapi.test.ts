import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { PATHS } from '../../../shared/protocol/api/terminal.ts';
import { ADDRESSES } from '../console/console-routes.ts';
import { ASKED, OPEN } from '../operators/rights.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import {
  type DescribedOperation,
  type DocumentSchemas,
  openDocument,
  type Part,
} from '../testing/document-schemas.ts';
import { PROBLEMS } from './problems.ts';

const central = centralForTests();
let api: Part;
let schemas: DocumentSchemas;
beforeAll(() => {
  const document = central.app.describeApi();
  api = document as Part;
  schemas = openDocument(document);
});

const urlOf = ({ path }: DescribedOperation): string => path.replace(/\{(\w+)\}/g, ':$1');
const nameOf = (one: DescribedOperation): string => `${one.method.toUpperCase()} ${urlOf(one)}`;

/** What is for no program of an integration. */
const NOT_DESCRIBED = /^\/(healthz|readyz|metrics|openapi\.json|docs|c|\*)/;

type Example = { readonly at: string; readonly value: unknown };

/** Every example of the document, with the schema that it must fit. */
const examplesIn = (part: Part, at: string): Example[] => {
  if (typeof part !== 'object' || part === null) return [];
  const inMedia = part['schema'] === undefined ? at : `${at}/schema`;
  const given: unknown[] = [
    ...('example' in part ? [part['example']] : []),
    ...(Array.isArray(part['examples']) ? part['examples'] : []),
  ];
  return [
    ...given.map((value) => ({ at: inMedia, value })),
    ...Object.entries(part)
      .filter(([name]) => name !== 'example' && name !== 'examples')
      .flatMap(([name, inner]) =>
        examplesIn(inner, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
      ),
  ];
};

const jsonBodyOf = ({ operation }: DescribedOperation): Part | undefined =>
  operation['requestBody']?.['content']?.['application/json'];

/** The example that a body of the operation has, in its own place or in its schema's. */
const bodyExampleOf = (one: DescribedOperation): unknown => {
  const body = jsonBodyOf(one);
  const name = String(body?.['schema']?.['$ref'] ?? '')
    .split('/')
    .at(-1);
  const schema = api['components']?.['schemas']?.[name ?? ''] ?? body?.['schema'];
  const named = Object.values(body?.['examples'] ?? {})[0]?.['value'];
  return (
    named ?? body?.['example'] ?? (schema?.['examples'] as unknown as unknown[] | undefined)?.[0]
  );
};

describe('the OpenAPI document', () => {
  it('is one, by a validator that is kept', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(api));
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  });

  it('has every route of operators and of terminals, and no other', () => {
    const described = schemas.operations.map(nameOf);
    expect(described).toEqual(
      expect.arrayContaining([...Object.keys(ASKED), ...Object.keys(OPEN)]),
    );
    const paths = new Set(schemas.operations.map(({ path }) => path));
    for (const path of Object.values(PATHS)) expect(paths).toContain(path);
    for (const one of schemas.operations) {
      const method = one.method.toUpperCase() as 'GET';
      expect([nameOf(one), central.app.hasRoute({ method, url: urlOf(one) })]).toEqual([
        nameOf(one),
        true,
      ]);
    }
    const routes = central.app.printRoutes({ commonPrefix: false });
    const others = [...routes.matchAll(/^[├└]── (\S+)/gm)].map(([, url = '']) => url);
    const programs = others.filter((url) => !ADDRESSES.includes(url));
    expect(programs.filter((url) => !/^\/v1/.test(url) && !NOT_DESCRIBED.test(url))).toEqual([]);
  });

  it('names each operation once, in camel case, with a sentence and a subject', () => {
    const ids = schemas.operations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = new Set((api['tags'] as unknown as Part[]).map((tag) => String(tag['name'])));
    for (const { id, operation } of schemas.operations) {
      expect(id).toMatch(/^[a-z]+([A-Z][a-z]*)*$/);
      expect(String(operation['summary'])).toMatch(/^[A-Z].{8,100}[^.]$/);
      for (const tag of operation['tags'] as unknown as string[]) expect(tags).toContain(tag);
    }
  });

  it('says of every problem which operations answer with it', () => {
    const text = JSON.stringify(api);
    const never = Object.keys(PROBLEMS).filter((code) => !text.includes(`problem:${code}"`));
    // Answers of what is not described, and of addresses that there are not.
    expect(never).toEqual([
      ...['unreadable', 'method-not-allowed', 'too-slow', 'headers-too-large'],
      ...['no-customer-page', 'no-console', 'not-ready'],
    ]);
  });

  it('has examples that fit their schemas', () => {
    const examples = examplesIn(api, '#');
    expect(examples.length).toBeGreaterThan(100);
    const wrong = examples.flatMap(({ at, value }) => {
      const fault = schemas.judge(encodeURI(at), value);
      return fault === null ? [] : [`${at}: ${fault}`];
    });
    expect(wrong).toEqual([]);
  });

  it('has an example of each body that central reads', async () => {
    const id = '3f0c9a52-6d3b-4b7e-9a54-0f6d2b1c7e11';
    const bodies = schemas.operations.filter(
      (one) => jsonBodyOf(one) !== undefined && one.path.startsWith('/v1/terminal/') === false,
    );
    expect(bodies.length).toBeGreaterThan(25);
    for (const one of bodies) {
      const body = bodyExampleOf(one);
      expect([one.id, body]).not.toEqual([one.id, undefined]);
      const path = one.path
        .replace('{once}', 'AAAAAAAAAAAAAAAAAAAAAA')
        .replace(/\{(finding|case)\}/, '9999')
        .replace('{line}', '2')
        .replace(/\{\w+\}/g, id);
      const headers = { 'idempotency-key': `"${one.id}"`, 'if-match': '"1"' };
      const method = one.method.toUpperCase() as 'POST';
      const { status, body: answer } = await central.staff(method, path, body, headers);
      expect([one.id, status, answer?.issues, answer?.errors]).not.toEqual([
        one.id,
        400,
        expect.anything(),
        undefined,
      ]);
      expect([one.id, status]).not.toEqual([one.id, 500]);
    }
  });
});

describe('what a request says that nobody knows', () => {
  it('is refused with its name, in a parameter and in a member', async () => {
    const listed = await central.staff('GET', '/v1/terminals?limit=5000&colour=red');
    expect(listed).toMatchObject({
      status: 400,
      body: {
        issues: [
          { where: 'query/limit', code: 'too-big', message: 'Write a number of at most 1000.' },
          {
            where: 'query/colour',
            code: 'unknown-member',
            message: 'There is no such member or parameter.',
          },
        ],
      },
    });
    const made = await central.staff('POST', '/v1/depots', { name: 'A', timezone: 'UTC' });
    expect(made.body.issues).toEqual([
      { where: 'body/timeZone', code: 'missing', message: 'This is missing.' },
      {
        where: 'body/timezone',
        code: 'unknown-member',
        message: 'There is no such member or parameter.',
      },
    ]);
  });

  it('is refused where nothing is taken at all', async () => {
    const id = '3f0c9a52-6d3b-4b7e-9a54-0f6d2b1c7e11';
    expect((await central.staff('GET', '/v1/me?verbose=1')).status).toBe(400);
    const revoked = await central.staff('POST', `/v1/terminals/${id}/revoke`, { really: true });
    expect(revoked.body.issues).toMatchObject([{ where: 'body/really' }]);
    expect((await central.staff('POST', `/v1/terminals/${id}/revoke`)).status).toBe(404);
  });

  it('is refused with what to write, where one delivery is made', async () => {
    const refused = await central.staff('POST', '/v1/deliveries', { depot: 'Berlin South' });
    expect(refused.status).toBe(400);
    expect(refused.body.issues).toContainEqual({
      where: 'body/depot',
      code: 'malformed',
      message: 'Write an id: 36 characters, in small letters.',
    });
  });
});
