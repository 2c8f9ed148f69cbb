import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '../..');

/** The parts of a type: of `'a' | 'b'` its two. */
const partsOf = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type]);

/**
 * Every word that the console's code asks for, by its namespace and its key: `stop:act.cancel`. The
 * compiler says which: a key may be put together, as long as its type is a list of keys. What is no
 * such list is in `unclear`.
 */
export const usedWords = (): {
  readonly used: ReadonlySet<string>;
  readonly unclear: readonly string[];
} => {
  const folder = path.join(root, 'central/console');
  const config = ts.readConfigFile(path.join(folder, 'tsconfig.json'), ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config.config, ts.sys, folder);
  const program = ts.createProgram(
    fileNames.filter((name) => !/\.test\.tsx?$/u.test(name)),
    options,
  );
  const checker = program.getTypeChecker();
  const used = new Set<string>();
  const unclear: string[] = [];
  const readCall = (call: ts.CallExpression): void => {
    const asks = checker.getTypeAtLocation(call.expression);
    const [key] = call.arguments;
    if (asks.symbol?.name !== 'TFunction' || key === undefined) return;
    const [namespace] = checker.getTypeArguments(asks as ts.TypeReference);
    if (namespace?.isStringLiteral() !== true) {
      unclear.push(call.getText());
      return;
    }
    for (const part of partsOf(checker.getTypeAtLocation(key))) {
      if (part.isStringLiteral()) used.add(`${namespace.value}:${part.value}`);
      else unclear.push(call.getText());
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) readCall(node);
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) {
    if (!file.fileName.includes('/node_modules/')) visit(file);
  }
  return { used, unclear };
};
