import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** A part of an OpenAPI document. */
export type Part = { readonly [member: string]: Part };

/** An operation of a document, where it is, and how its path is told from others. */
export type DescribedOperation = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Part;
};

export type DocumentSchemas = {
  readonly operations: readonly DescribedOperation[];
  /** The operation that a request is for; null: there is none in the document. */
  readonly find: (method: string, path: string) => DescribedOperation | null;
  /** What is wrong with an answer; null: it fits. `type` is its media type, without parameters. */
  readonly judgeAnswer: (
    one: DescribedOperation,
    status: number,
    type: string,
    body: () => unknown,
  ) => string | null;
  /** What is wrong with a value by a schema of the document; null: it fits. `pointer` begins with `#`. */
  readonly judge: (pointer: string, value: unknown) => string | null;
};

const asPointer = (part: string): string =>
  part.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('%', '%25');

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** An OpenAPI 3.1 document as something that requests and answers are judged by. */
export const openDocument = (document: Readonly<Record<string, unknown>>): DocumentSchemas => {
  const api = document as Part;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ ...document, $id: 'api' });
  const validators = new Map<string, ValidateFunction>();
  const judge = (pointer: string, value: unknown): string | null => {
    const known = validators.get(pointer) ?? ajv.compile({ $ref: `api${pointer}` });
    validators.set(pointer, known);
    if (known(value)) return null;
    return ajv.errorsText(known.errors, { dataVar: 'answer' });
  };
  const operations = Object.entries(api['paths'] ?? {}).flatMap(([path, methods]) =>
    METHODS.flatMap((method): (DescribedOperation & { readonly pattern: RegExp })[] => {
      const operation = methods[method];
      if (operation === undefined) return [];
      const id = String(operation['operationId']);
      return [{ id, method, path, operation, pattern: patternOf(path) }];
    }),
  );
  // A path without parameters is asked for before one that has them.
  const inOrder = operations.toSorted(
    (a, b) => a.path.split('{').length - b.path.split('{').length,
  );
  return {
    operations,
    find: (method, path) =>
      inOrder.find((one) => one.method === method.toLowerCase() && one.pattern.test(path)) ?? null,
    judge,
    judgeAnswer: ({ id, path, method, operation }, status, type, body) => {
      const answer = operation['responses']?.[String(status)];
      if (answer === undefined) return `${id} answers ${status}, which is not described`;
      const shared = answer['$ref'] as unknown as string | undefined;
      const name = shared?.split('/').at(-1);
      const place =
        name === undefined
          ? `#/paths/${asPointer(path)}/${method}/responses/${status}`
          : `#/components/responses/${name}`;
      const said = name === undefined ? answer : api['components']?.['responses']?.[name];
      const content = said?.['content'];
      if (content === undefined) {
        return type === '' ? null : `${id} answers ${status} with ${type}, which is not described`;
      }
      if (content[type] === undefined) return `${id} answers ${status} with ${type || 'nothing'}`;
      if (!/^application\/([\w.-]+\+)?json$/.test(type)) return null;
      const fault = judge(`${place}/content/${asPointer(type)}/schema`, body());
      return fault === null ? null : `${id} answers ${status}: ${fault}`;
    },
  };
};
