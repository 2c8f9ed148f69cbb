import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '../..');
const consoleFiles = (): readonly string[] =>
  globSync('central/console/{api,components,frame,rooms}/**/*.{ts,tsx}', { cwd: root })
    .filter((file) => !/\.test\.tsx?$/u.test(file))
    .map((file) => readFileSync(path.join(root, file), 'utf8'));

/** Every request that the console makes: `POST /v1/sign-in`. */
const requests = (): ReadonlySet<string> =>
  new Set(
    consoleFiles().flatMap((text) =>
      [...text.matchAll(/\.(GET|POST|PUT|PATCH|DELETE)\(\s*'(\/v1[^']*)'/gu)].map(
        ([, method, at]) => `${method} ${at}`,
      ),
    ),
  );

type Members = ReadonlyMap<string, ts.TypeElement>;
const membersOf = (node: ts.Node): Members => {
  const isBody = ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node);
  const named = isBody ? node.members.filter((one) => one.name !== undefined) : [];
  return new Map(named.map((one) => [one.name?.getText().replace(/^["']|["']$/gu, '') ?? '', one]));
};

/** The problems that the API documents for each request, by the client that is generated from it. */
const documented = (): ReadonlyMap<string, readonly string[]> => {
  const file = path.join(root, 'central/client/api.ts');
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const bodies = new Map(
    source.statements.filter(ts.isInterfaceDeclaration).map((one) => [one.name.text, one]),
  );
  const body = (name: string): Members => {
    const found = bodies.get(name);
    return found === undefined ? new Map() : membersOf(found);
  };
  const operations = body('operations');
  // What several operations answer is once among the components.
  const components = body('components').get('responses');
  const shared =
    components !== undefined && ts.isPropertySignature(components) && components.type !== undefined
      ? membersOf(components.type)
      : new Map<string, ts.TypeElement>();
  const namesIn = (text: string): readonly string[] =>
    [...text.matchAll(/"Problem([A-Za-z]+)"/gu)].map(([, name = '']) =>
      name.replace(/(?<!^)[A-Z]/gu, (letter) => `-${letter}`).toLowerCase(),
    );
  const problemsOf = (id: string): readonly string[] => {
    const text = operations.get(id)?.getText() ?? '';
    const refs = [...text.matchAll(/\["responses"\]\["(\w+)"\]/gu)];
    return [text, ...refs.map(([, name = '']) => shared.get(name)?.getText() ?? '')].flatMap(
      namesIn,
    );
  };
  const all = [...body('paths')].flatMap(([at, one]) =>
    [...one.getText().matchAll(/\b(get|post|put|patch|delete): operations\["(\w+)"\]/gu)].map(
      ([, method = '', id = '']) => [`${method.toUpperCase()} ${at}`, problemsOf(id)] as const,
    ),
  );
  return new Map(all);
};

/** Every problem that a request of the console can be answered with. */
export const metProblems = (): ReadonlySet<string> => {
  const problems = documented();
  return new Set([...requests()].flatMap((request) => problems.get(request) ?? []));
};

/** The problems that the console's code tells from others, by their codes. */
export const namedProblems = (): ReadonlySet<string> =>
  new Set(
    consoleFiles().flatMap((text) =>
      [...text.matchAll(/'([a-z]+(?:-[a-z]+)*)'/gu)].map(([, code = '']) => code),
    ),
  );
